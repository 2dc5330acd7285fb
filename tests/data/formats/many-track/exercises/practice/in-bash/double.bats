#!/usr/bin/env bats

@test 'two' {
    run bash double.sh 2
    [ "$status" -eq 0 ]
    [ "$output" = 4 ]
}

@test 'less than nothing' {
    [ "$BATS_RUN_SKIPPED" = true ] || skip
    run bash double.sh -3
    [ "$output" = -6 ]
}
