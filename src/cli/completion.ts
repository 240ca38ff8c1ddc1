import type { Command } from 'commander';
import type { OrderSagaClient } from '../client/order-saga-client';
import { OrderSagaError } from '../client/order-saga-errors';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may follow a command, as words; `''` names the program itself. */
interface Entry {
  readonly path: string;
  readonly words: readonly string[];
  /** Options after which a value stands; it is no word of this command. */
  readonly valued: readonly string[];
  readonly takesReference: boolean;
  readonly takesFile: boolean;
}

/** Its value is the name of a file. */
const fileOption = '--file';

export function writeCompletion(program: Command, shell: Shell): string {
  const entries = readEntries(program, '');
  return { bash: writeBash, zsh: writeZsh, fish: writeFish }[shell](entries);
}

function readEntries(command: Command, path: string): readonly Entry[] {
  // commander keeps what is hidden from its help in the same list.
  const children = command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help');
  const options = command.createHelp().visibleOptions(command);
  const longOf = ({ long }: (typeof options)[number]) => (long ? [long] : []);
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const takes = (name: string) => command.registeredArguments.some((one) => one.name() === name);
  const own: Entry = {
    path,
    words: [...children.map((child) => child.name()), ...choices, ...options.flatMap(longOf)],
    valued: options.filter(({ required }) => required).flatMap(longOf),
    takesReference: takes('reference'),
    takesFile: takes('file'),
  };
  return [
    own,
    ...children.flatMap((child) => readEntries(child, `${path} ${child.name()}`.trim())),
  ];
}

const caseOf = ({ path, words, takesReference }: Entry) =>
  `    '${path}') known='${words.join(' ')}'; references=${takesReference ? 'yes' : 'no'} ;;`;

function valuedOf(entries: readonly Entry[]): string {
  return [...new Set(entries.flatMap(({ valued }) => valued))]
    .filter((option) => option !== fileOption)
    .join('|');
}

/** The command is what stands before the first option, as far as it is known. Where nothing is known, bash offers files. */
function writeBash(entries: readonly Entry[]): string {
  return `# ordersaga completion bash > /etc/bash_completion.d/ordersaga, or: eval "$(ordersaga completion bash)"
_ordersaga() {
  local current="\${COMP_WORDS[COMP_CWORD]}" route='' known='' references=no word
  COMPREPLY=()
  case "\${COMP_WORDS[COMP_CWORD-1]}" in ${fileOption}|${valuedOf(entries)}) return ;; esac
${findKnown(entries, '${COMP_WORDS[@]:1:COMP_CWORD-1}', '${COMP_WORDS[0]}')}
  COMPREPLY=($(compgen -W "$known" -- "$current"))
}
complete -o default -F _ordersaga ordersaga`;
}

/** In the words that bash and zsh share: which command the earlier words name, and what may follow it. */
function findKnown(entries: readonly Entry[], earlier: string, program: string): string {
  const paths = entries.map(({ path }) => `|${path}|`).join(' ');
  return `  for word in "${earlier}"; do
    case " ${paths} " in *"|\${route:+$route }$word|"*) route="\${route:+$route }$word" ;; esac
  done
  case "$route" in
${entries.map(caseOf).join('\n')}
  esac
  if [[ "$references" = yes && "$current" != -* ]]; then
    known="$known $("${program}" complete-references "$current" 2>/dev/null)"
  fi`;
}

/** As a file of `fpath` it is the body of the function at its first call, and has to complete then and there. */
function writeZsh(entries: readonly Entry[]): string {
  const files = entries.filter(({ takesFile }) => takesFile).map(({ path }) => `'${path}'`);
  return `#compdef ordersaga
# ordersaga completion zsh > "\${fpath[1]}/_ordersaga", or: source <(ordersaga completion zsh)
_ordersaga() {
  local current="\${words[CURRENT]}" route='' known='' references=no word
  case "\${words[CURRENT-1]}" in
    ${fileOption}) _files; return ;;
    ${valuedOf(entries)}) return 1 ;;
  esac
${findKnown(entries, '${(@)words[2,CURRENT-1]}', '${words[1]}')}
  compadd -- \${=known}
  case "$route" in ${files.join('|')}) _files ;; esac
}
if [[ "\${funcstack[1]}" = _ordersaga ]]; then _ordersaga "$@"; else compdef _ordersaga ordersaga; fi`;
}

/** A word that one command takes may be the name of another, so that the route is followed as in the other shells. */
function writeFish(entries: readonly Entry[]): string {
  const routes = entries.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  return `# ordersaga completion fish > ~/.config/fish/completions/ordersaga.fish
function __ordersaga_at
  set -l route ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$route $word")
    contains -- "$next" ${routes.join(' ')}; and set route "$next"
  end
  test "$route" = "$argv[1]"
end
complete -c ordersaga -f
${entries.flatMap(rulesOf).join('\n')}`;
}

function rulesOf({ path, words, valued, takesReference, takesFile }: Entry): readonly string[] {
  const rule = `complete -c ordersaga -n '__ordersaga_at "${path}"'`;
  const flags = words.filter((word) => word.startsWith('--'));
  const bare = words.filter((word) => !word.startsWith('--'));
  const valueOf = (flag: string) => {
    if (flag === fileOption) return ' -r -F';
    return valued.includes(flag) ? ' -x' : '';
  };
  return [
    ...(bare.length === 0 ? [] : [`${rule} -a '${bare.join(' ')}'`]),
    ...flags.map((flag) => `${rule} -l ${flag.slice(2)}${valueOf(flag)}`),
    ...(takesFile ? [`${rule} -F`] : []),
    ...(takesReference
      ? [`${rule} -a '(ordersaga complete-references (commandline -ct) 2>/dev/null)'`]
      : []),
  ];
}

const mostReferences = 50;
/** Who presses Tab waits for no longer. */
const withinMs = 2_000;

/** One reference on a line; none where there is no answer, since nobody reads a message between two keys. */
export async function completeReferences(client: OrderSagaClient, prefix: string): Promise<string> {
  try {
    const filter = { limit: mostReferences, ...(prefix === '' ? {} : { referencePrefix: prefix }) };
    const { orders } = await client.list(filter, { deadlineMs: withinMs });
    return orders.map(({ orderReference }) => orderReference).join('\n');
  } catch (error) {
    if (error instanceof OrderSagaError) return '';
    throw error;
  }
}
