CREATE TABLE numbers (number INTEGER, result INTEGER);
INSERT INTO numbers (number) VALUES (2), (-3);
.read ./double.sql
CREATE TABLE tests (description TEXT, status TEXT DEFAULT 'fail', message TEXT, number INTEGER, expected INTEGER);
INSERT INTO tests (description, number, expected) VALUES ('two', 2, 4), ('less than nothing', -3, -6);
UPDATE tests SET status = 'pass' FROM numbers WHERE numbers.number = tests.number AND numbers.result = tests.expected;
.mode json
.once ./output.json
SELECT description, status, message FROM tests;
