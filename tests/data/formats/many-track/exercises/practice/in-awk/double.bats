#!/usr/bin/env bats

@test 'two' {
    run gawk -f double.awk <<< 2
    [ "$status" -eq 0 ]
    [ "$output" = 4 ]
}

@test 'less than nothing' {
    [ "$BATS_RUN_SKIPPED" = true ] || skip
    run gawk -f double.awk <<< -3
    [ "$output" = -6 ]
}
