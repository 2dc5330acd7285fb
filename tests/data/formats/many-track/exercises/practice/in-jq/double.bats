#!/usr/bin/env bats

@test 'two' {
    run jq -f double.jq <<< 2
    [ "$status" -eq 0 ]
    [ "$output" = 4 ]
}

@test 'less than nothing' {
    [ "$BATS_RUN_SKIPPED" = true ] || skip
    run jq -f double.jq <<< -3
    [ "$output" = -6 ]
}
