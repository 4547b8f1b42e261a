# SPDX-License-Identifier: MIT
# bash completion of nvsmi: the tool itself says what can follow (nvsmi --complete).

# What the word under the cursor may become, a line each. $1: the command as typed.
_nvsmi_candidates() {
	local tool line=${COMP_LINE:0:COMP_POINT}
	local -a words=()

	tool=$(type -P -- "$1") && tool=$(readlink -f -- "$tool") && [[ $tool == */nvsmi* ]] || return
	# COMP_WORDS is cut at "=" too. Words with quoted blanks are not what GPUs are named by.
	read -ra words <<<"$line"
	[[ $line == *[[:blank:]] ]] && words+=('')
	"$tool" --complete "${1##*/}" "${words[@]:1}" 2>/dev/null
}

_nvsmi() {
	local candidate word=${COMP_LINE:0:COMP_POINT}
	local -a found=()

	COMPREPLY=()
	word=${word##*[[:blank:]]}
	mapfile -t found < <(_nvsmi_candidates "$1")
	if [[ ${found[0]-} == :* ]]; then
		word=${word#-*=}
		compopt -o filenames 2>/dev/null
		if [[ ${found[0]} == :folders ]]; then
			mapfile -t COMPREPLY < <(compgen -d -- "$word")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
		fi
		return
	fi
	# bash replaces what stands behind the last of these in the word.
	local kept=
	[[ $COMP_WORDBREAKS == *=* && $word == *=* ]] && kept=${word%"${word##*=}"}
	for candidate in "${found[@]}"; do
		candidate=${candidate%%$'\t'*}
		COMPREPLY+=("${candidate#"$kept"}")
	done
	[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
	return 0
}

complete -F _nvsmi nvsmi

# Called by that name too, but only where it is ours, and where nobody else completes it.
if [[ $(readlink -f -- "$(type -P nvidia-smi)" 2>/dev/null) == */nvsmi ]] && ! complete -p nvidia-smi &>/dev/null; then
	complete -F _nvsmi nvidia-smi
fi
