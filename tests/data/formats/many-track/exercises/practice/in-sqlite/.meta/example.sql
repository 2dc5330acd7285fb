UPDATE numbers SET result = number * 2;
