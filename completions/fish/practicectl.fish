# SPDX-License-Identifier: MIT
# fish completion for practicectl. tests/lint/completions.sh compares the words with the program's own tables.

function __practicectl_lessons
    practicectl --no-pager --no-legend -q -o tsv list 2>/dev/null | cut -f1,2
    practicectl --no-pager --no-legend -q -o tsv list 2>/dev/null | cut -f1,2 | string replace -r '^[^\t]*/' ''
end

function __practicectl_words -d 'The verb and what stands behind it, without options'
    set -l skip 0
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case -o --output -p --property -P -H --host --socket --language --step --case --state --course --limit --minutes
                set skip 1
            case '-*'
            case '*'
                echo $word
        end
    end
end

function __practicectl_needs_verb
    set -l words (__practicectl_words)
    test (count $words) = 0; or test "$words" = help
end

function __practicectl_needs_lesson
    set -l words (__practicectl_words)
    test (count $words) = 1; and contains -- $words[1] show cat start run check watch hint quiz review stop reset status history is-active is-passed
end

function __practicectl_needs_step
    set -l words (__practicectl_words)
    test (count $words) = 2; and contains -- $words[1] show run check watch hint review
end

function __practicectl_steps
    set -l words (__practicectl_words)
    practicectl -q show $words[2] -P Step 2>/dev/null | string replace -rf '^name=([^\\\\]*).*' '$1'
end

complete -c practicectl -f
complete -c practicectl -n __practicectl_needs_verb -a list -d 'List lessons, their state and points'
complete -c practicectl -n __practicectl_needs_verb -a show -d 'Read a lesson or a step'
complete -c practicectl -n __practicectl_needs_verb -a cat -d 'Print the text as it is, or a starter file'
complete -c practicectl -n __practicectl_needs_verb -a next -d 'Say what to do next'
complete -c practicectl -n __practicectl_needs_verb -a start -d 'Begin to practise'
complete -c practicectl -n __practicectl_needs_verb -a run -d 'Run one case'
complete -c practicectl -n __practicectl_needs_verb -a check -d 'Have all cases of the step checked'
complete -c practicectl -n __practicectl_needs_verb -a watch -d 'Run all cases at each save'
complete -c practicectl -n __practicectl_needs_verb -a hint -d 'Show the next hint of the step'
complete -c practicectl -n __practicectl_needs_verb -a quiz -d 'Answer questions'
complete -c practicectl -n __practicectl_needs_verb -a practice -d "Today's session"
complete -c practicectl -n __practicectl_needs_verb -a review -d 'Write a step that is due anew'
complete -c practicectl -n __practicectl_needs_verb -a due -d 'Say what is due'
complete -c practicectl -n __practicectl_needs_verb -a progress -d 'Show days, courses, what is weak'
complete -c practicectl -n __practicectl_needs_verb -a stop -d 'Leave off'
complete -c practicectl -n __practicectl_needs_verb -a reset -d 'Begin anew'
complete -c practicectl -n __practicectl_needs_verb -a status -d 'Show where you stand'
complete -c practicectl -n __practicectl_needs_verb -a history -d 'List your attempts'
complete -c practicectl -n __practicectl_needs_verb -a attempt -d 'Show an attempt again'
complete -c practicectl -n __practicectl_needs_verb -a cancel -d 'Stop an attempt that waits or runs'
complete -c practicectl -n __practicectl_needs_verb -a is-active -d 'Exit 0 if the lesson is started'
complete -c practicectl -n __practicectl_needs_verb -a is-passed -d 'Exit 0 if all steps are passed'
complete -c practicectl -n __practicectl_needs_verb -a daemon-status -d 'Show the daemon'
complete -c practicectl -n __practicectl_needs_verb -a daemon-reload -d 'Have configuration and lessons read again'
complete -c practicectl -n __practicectl_needs_verb -a whoami -d 'Show who the daemon says you are'
complete -c practicectl -n __practicectl_needs_verb -a help -d 'Show the help'
complete -c practicectl -n __practicectl_needs_verb -a version -d 'Show the version'
complete -c practicectl -n __practicectl_needs_lesson -a '(__practicectl_lessons)'
complete -c practicectl -n __practicectl_needs_step -a '(__practicectl_steps)' -d Step

complete -c practicectl -s h -l help -d 'Show the help'
complete -c practicectl -l version -d 'Show the version'
complete -c practicectl -s o -l output -x -a 'short json json-pretty tsv' -d Format
complete -c practicectl -s p -l property -x -d 'Only these properties'
complete -c practicectl -s P -x -d 'The value of this property'
complete -c practicectl -l value -d 'The value alone'
complete -c practicectl -l no-pager -d 'No pager'
complete -c practicectl -l no-legend -d 'No header and no footer'
complete -c practicectl -l plain -d 'No bar, no keys, no two columns'
complete -c practicectl -s q -l quiet -d 'No talk'
complete -c practicectl -s l -l full -d 'Cut nothing'
complete -c practicectl -s H -l host -x -a '(__fish_complete_user_at_hosts)' -d 'The daemon of this host, over ssh'
complete -c practicectl -l user -d 'Your own daemon'
complete -c practicectl -l system -d 'The daemon of the system'
complete -c practicectl -l socket -r -F -d 'This socket'
complete -c practicectl -l language -x -d 'Practise in this language'
complete -c practicectl -l step -x -d 'This step'
complete -c practicectl -l case -x -d 'Run this case'
complete -c practicectl -s n -l dry-run -d 'Only list the files'
complete -c practicectl -l all -d 'Check every step'
complete -c practicectl -l html -d 'One page'
complete -c practicectl -n '__fish_seen_subcommand_from progress; and __fish_contains_opt html' -F
complete -c practicectl -l solution -d 'The solution'
complete -c practicectl -l state -x -a 'new active stopped passed' -d 'Only lessons in this state'
complete -c practicectl -l course -x -d 'Only lessons of this course'
complete -c practicectl -l limit -x -d 'So many attempts'
complete -c practicectl -l minutes -x -d 'The goal of today'
