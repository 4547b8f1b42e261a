# SPDX-License-Identifier: MIT
# fish completion of nvsmi: the tool itself says what can follow (nvsmi --complete).

function __nvsmi_candidates
    set -l line (commandline -opc)
    set -l word (commandline -ct)
    set -l tool (command -s $line[1]); or return
    set tool (realpath $tool)
    string match -q '*/nvsmi*' -- $tool; or return
    set -l found ($tool --complete (basename $line[1]) $line[2..-1] "$word" 2>/dev/null)
    switch "$found[1]"
        case :files
            set -l option (string match -r '^-[^=]*=' -- "$word")
            printf '%s\n' "$option"(__fish_complete_path (string replace -- "$option" '' "$word"))
        case :folders
            set -l option (string match -r '^-[^=]*=' -- "$word")
            printf '%s\n' "$option"(__fish_complete_directories (string replace -- "$option" '' "$word"))
        case '*'
            string join \n -- $found
    end
end

complete -c nvsmi -f -a '(__nvsmi_candidates)'

# Called by that name too, but only where it is ours, and where nobody else completes it.
set -l smi (command -s nvidia-smi)
if test -n "$smi"; and string match -q '*/nvsmi' -- (realpath $smi); and test -z "$(complete -c nvidia-smi)"
    complete -c nvidia-smi -f -a '(__nvsmi_candidates)'
end
