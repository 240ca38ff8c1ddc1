import type { InstrumenterContext, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type {
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
  TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { loadModules, loadTests, takeOverLoading } from './load-tests';
import type { LoadedTest } from './load-tests';

/** Paths from the root of the project. */
interface InProcessOptions {
  /** What is loaded before any test: what runs meanwhile belongs to no test. */
  readonly modules: readonly string[];
  readonly tests: readonly string[];
  /** Parts of the names of tests that cost more than they find. */
  readonly leaveOut: readonly string[];
}

/** Where the mutated code looks for the mutant that is active, and notes which mutants it passes. */
const switchboard: InstrumenterContext = {};

/**
 * Keeps the tests loaded and runs, for each mutant, those that pass it. Tests that leave nothing behind need no process,
 * no globals and no module registry of their own, for which a mutant would otherwise cost seconds.
 */
class InProcessRunner implements TestRunner {
  static inject: [typeof commonTokens.options] = [commonTokens.options];
  private readonly options: InProcessOptions;
  private readonly folder = process.cwd();
  private tests: readonly LoadedTest[] | undefined;

  constructor(options: StrykerOptions) {
    this.options = options['inProcess'] as InProcessOptions;
    Object.assign(globalThis, { __stryker__: switchboard });
    takeOverLoading();
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const tests = await runAll(await this.load(), false);
    const { mutantCoverage } = switchboard;
    return {
      status: DryRunStatus.Complete,
      tests,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter } = options;
    if (options.reloadEnvironment) this.tests = undefined;
    if (options.mutantActivation === 'runtime') await this.load();
    Object.assign(switchboard, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    try {
      const tests = (await this.load()).filter(({ id }) => testFilter?.includes(id) ?? true);
      const results = await runAll(tests, !options.disableBail);
      const endless = determineHitLimitReached(switchboard.hitCount, hitLimit);
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results });
    } catch (error) {
      return {
        status: MutantRunStatus.Killed,
        killedBy: testFilter?.slice(0, 1) ?? [],
        failureMessage: `it does not load any more: ${String(error)}`,
        nrOfTests: 0,
      };
    } finally {
      Object.assign(switchboard, { activeMutant: undefined, hitCount: undefined });
    }
  }

  private async load(): Promise<readonly LoadedTest[]> {
    this.tests ??= await this.loadAnew();
    return this.tests;
  }

  private async loadAnew(): Promise<readonly LoadedTest[]> {
    const { modules, tests, leaveOut } = this.options;
    loadModules(this.folder, modules);
    const loadings: LoadedTest[] = [];
    const loaded: LoadedTest[] = [];
    for (const fileName of tests) {
      const id = `${fileName}: as it is loaded`;
      loadings.push({ id, fileName, run: () => this.loadAndRun(fileName) });
      loaded.push(...(await belongingTo(id, () => loadTests(this.folder, fileName))));
    }
    const kept = loaded.filter(({ id }) => !leaveOut.some((part) => id.includes(part)));
    return [...kept, ...loadings];
  }

  /** What a file works out while it is loaded is part of its tests: a mutant there counts for all of them. */
  private async loadAndRun(fileName: string): Promise<void> {
    if (switchboard.activeMutant === undefined) return;
    const { leaveOut } = this.options;
    for (const { id, run } of loadTests(this.folder, fileName))
      if (!leaveOut.some((part) => id.includes(part))) await run();
  }
}

/** What is passed until the work is done, also after something was awaited, belongs to the test of that id. */
async function belongingTo<Result>(
  id: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  switchboard.currentTestId = id;
  try {
    return await work();
  } finally {
    Object.assign(switchboard, { currentTestId: undefined });
  }
}

async function runAll(tests: readonly LoadedTest[], stopAtFailure: boolean): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) {
    const result = await runOne(test);
    results.push(result);
    if (stopAtFailure && result.status === TestStatus.Failed) break;
  }
  return results;
}

async function runOne({ id, fileName, run }: LoadedTest): Promise<TestResult> {
  const startedAt = performance.now();
  const about = () => ({ id, name: id, fileName, timeSpentMs: performance.now() - startedAt });
  try {
    await belongingTo(id, run);
    return { ...about(), status: TestStatus.Success };
  } catch (error) {
    return { ...about(), status: TestStatus.Failed, failureMessage: String(error) };
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
];
