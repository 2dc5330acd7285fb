try:
    import sqlite3

    connection = sqlite3.connect("left.db")
    connection.execute("create table t (a)")
    connection.execute("insert into t values (1)")
except ImportError:
    pass
print("end")
