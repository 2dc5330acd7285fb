package Double;

exit 0;
