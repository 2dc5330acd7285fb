package Double;
use strict;
use warnings;
use Exporter "import";
our @EXPORT_OK = ("double");

sub double { return 2 * $_[0] }

1;
