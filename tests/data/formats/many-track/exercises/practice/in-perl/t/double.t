use Test2::V0;

use FindBin qw<$Bin>;
use lib "$Bin/../lib";
use Double qw<double>;

is( double(2), 4, 'two' );
is( double(-3), -6, 'less than nothing' );

done_testing;
