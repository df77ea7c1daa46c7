// What a shell sources so that it asks `millrace complete` for what a word may go on with. The words that were typed
// are handed over as they are and never evaluated, and nothing needs to be installed beside the shell itself.

/**
 * The whole line up to the cursor counts, since bash takes addresses apart at their colons; of each answer the part
 * in front of the last such break is left out again, which bash has kept.
 */
const BASH = `# bash completion for millrace: source <(millrace completion bash)
_millrace() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() cur head='' at value
  read -ra words <<< "$line"
  if [[ $line == *[[:space:]] ]]; then words+=(''); fi
  cur=\${words[\${#words[@]}-1]}
  for ((at = \${#cur}; at > 0; at--)); do
    if [[ \${cur:at-1:1} == [:=@] && $COMP_WORDBREAKS == *"\${cur:at-1:1}"* ]]; then
      head=\${cur:0:at}
      break
    fi
  done
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    case $value in
      :files|:folders)
        compopt -o filenames 2>/dev/null
        local kind=-f
        if [[ $value == :folders ]]; then kind=-d; fi
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$kind" -- "\${cur#"$head"}")
        ;;
      *) COMPREPLY+=("\${value#"$head"}") ;;
    esac
  done < <("$1" complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F _millrace millrace
`;

const ZSH = `#compdef millrace
# zsh completion for millrace: source <(millrace completion zsh), or save it as _millrace in a folder of $fpath
_millrace() {
  local -a replies
  local value description
  while IFS=$'\\t' read -r value description; do
    case $value in
      :files) _files; return ;;
      :folders) _files -/; return ;;
      *) replies+=("\${value//:/\\\\:}:$description") ;;
    esac
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#replies} )) && _describe -t values value replies
}
if [[ \${funcstack[1]} == _millrace ]]; then _millrace "$@"; else compdef _millrace millrace; fi
`;

const FISH = `# fish completion for millrace: millrace completion fish | source
function __millrace_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files*'
                __fish_complete_path "$current"
            case ':folders*'
                __fish_complete_directories "$current"
            case '*'
                printf '%s\\n' $line
        end
    end
end
complete -c millrace -f -a '(__millrace_complete)'
`;

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const completionScript = (shell: Shell): string => ({ bash: BASH, zsh: ZSH, fish: FISH })[shell];
