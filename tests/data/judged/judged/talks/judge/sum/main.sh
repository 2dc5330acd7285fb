# SPDX-License-Identifier: MIT
# Two numbers in any order whose sum is the answer: judge INPUT ANSWER FEEDBACK <OUTPUT
. /box/parts/say.sh
read -r want <"$2"
read -r a b || say "nothing was printed"
[ $((a + b)) -eq "$want" ] || say "$a and $b make $((a + b)), not $want"
exit 42
