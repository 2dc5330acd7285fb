# SPDX-License-Identifier: MIT
#
# agreement.py takes folders of packages that are not ours, and long: no target runs it. Its own test is a part of `make check`.

TESTS += tests/agreement/test_agreement.py
EXTRA_DIST += \
	tests/agreement/README.md \
	tests/agreement/agreement.py \
	tests/agreement/labels.py \
	tests/agreement/reasons \
	tests/agreement/test_agreement.py
