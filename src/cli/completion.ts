import type { Command } from 'commander';
import type { OrderSagaClient } from '../client/order-saga-client';
import { OrderSagaError } from '../client/order-saga-errors';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may follow a command, as words; `''` names the program itself. */
interface Entry {
  readonly path: string;
  readonly words: readonly string[];
  readonly takesReference: boolean;
}

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
  const options = command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long ? [long] : []));
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const own: Entry = {
    path,
    words: [...children.map((child) => child.name()), ...choices, ...options],
    takesReference: command.registeredArguments.some((one) => one.name() === 'reference'),
  };
  return [
    own,
    ...children.flatMap((child) => readEntries(child, `${path} ${child.name()}`.trim())),
  ];
}

const caseOf = ({ path, words, takesReference }: Entry) =>
  `    '${path}') words='${words.join(' ')}'; references=${takesReference ? 'yes' : 'no'} ;;`;

/** The command is what stands before the first option, as far as it is known. */
function writeBash(entries: readonly Entry[]): string {
  return `# ordersaga completion bash > /etc/bash_completion.d/ordersaga, or: eval "$(ordersaga completion bash)"
_ordersaga() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' references=no word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${paths(entries)} " in *"|\${path:+$path }$word|"*) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${entries.map(caseOf).join('\n')}
  esac
  if [[ "$references" = yes && "$current" != -* ]]; then
    words="$words $("\${COMP_WORDS[0]}" complete-references "$current" 2>/dev/null)"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _ordersaga ordersaga`;
}

function paths(entries: readonly Entry[]): string {
  return entries.map(({ path }) => `|${path}|`).join(' ');
}

function writeZsh(entries: readonly Entry[]): string {
  return `#compdef ordersaga
# ordersaga completion zsh > "\${fpath[1]}/_ordersaga", or: source <(ordersaga completion zsh)
_ordersaga() {
  local current="\${words[CURRENT]}" route='' known='' references=no word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case " ${paths(entries)} " in *"|\${route:+$route }$word|"*) route="\${route:+$route }$word" ;; esac
  done
  case "$route" in
${entries.map(caseOf).join('\n').replaceAll(" words='", " known='")}
  esac
  if [[ "$references" = yes && "$current" != -* ]]; then
    known="$known $("\${words[1]}" complete-references "$current" 2>/dev/null)"
  fi
  compadd -- \${=known}
  [[ "$references" = yes ]] || _files
}
compdef _ordersaga ordersaga`;
}

function writeFish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ path, words, takesReference }) => {
    const condition = path === '' ? '__fish_use_subcommand' : conditionOf(path);
    const flags = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
    const bare = words.filter((word) => !word.startsWith('--'));
    return [
      ...(bare.length === 0
        ? []
        : [`complete -c ordersaga -f -n '${condition}' -a '${bare.join(' ')}'`]),
      ...flags.map((flag) => `complete -c ordersaga -n '${condition}' -l ${flag}`),
      ...(takesReference
        ? [
            `complete -c ordersaga -f -n '${condition}' -a '(ordersaga complete-references (commandline -ct) 2>/dev/null)'`,
          ]
        : []),
    ];
  });
  return `# ordersaga completion fish > ~/.config/fish/completions/ordersaga.fish\n${lines.join('\n')}`;
}

function conditionOf(path: string): string {
  return path
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
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
