.exit
