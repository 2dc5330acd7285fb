#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every language as it is shipped: a program that reads a line and has an argument is compiled, run and graded."""

import pathlib
import tempfile
import unittest

import harness
from harness import pairs, values

# Each reads a line, and prints it with its argument.
PROGRAMS = {
    'c': ('main.c', '#include <stdio.h>\nint main(int argc, char **argv)\n{\n\tchar line[64];\n\n'
                    '\tif (argc != 2 || scanf("%63s", line) != 1)\n\t\treturn 2;\n'
                    '\tprintf("%s %s\\n", line, argv[1]);\n\treturn 0;\n}\n'),
    'cpp': ('main.cpp', '#include <iostream>\n#include <string>\nint main(int, char **argv)\n{\n\tstd::string line;\n'
                        '\tstd::getline(std::cin, line);\n\tstd::cout << line << " " << argv[1] << "\\n";\n}\n'),
    'python': ('main.py', 'import sys\nprint(input(), sys.argv[1])\n'),
    'sh': ('main.sh', 'read -r line\nprintf "%s %s\\n" "$line" "$1"\n'),
    'awk': ('main.awk', 'BEGIN { word = ARGV[1]; ARGC = 1 }\n{ print $0, word }\n'),
    'perl': ('main.pl', 'use strict;\nuse warnings;\nchomp(my $line = <STDIN>);\nprint "$line $ARGV[0]\\n";\n'),
    'javascript': ('main.js', 'const line = require("fs").readFileSync(0, "utf8").trim();\n'
                              'console.log(line, process.argv[2]);\n'),
    'lua': ('main.lua', 'print(io.read("*l"), arg[1])\n'),
    'ruby': ('main.rb', 'puts "#{STDIN.gets.chomp} #{ARGV[0]}"\n'),
    'go': ('main.go', 'package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc main() {\n\tvar line string\n'
                      '\tfmt.Scanln(&line)\n\tfmt.Println(line, os.Args[1])\n}\n'),
    'rust': ('main.rs', 'fn main() {\n    let mut line = String::new();\n'
                        '    std::io::stdin().read_line(&mut line).unwrap();\n'
                        '    println!("{} {}", line.trim(), std::env::args().nth(1).unwrap());\n}\n'),
    'csharp': ('main.cs', 'class Words {\n    static void Main(string[] words) {\n        string line = System.Console.ReadLine();\n'
                          '        System.Console.WriteLine(line + " " + words[0]);\n    }\n}\n'),
    'php': ('main.php', '<?php\n$line = trim(fgets(STDIN));\nprint "$line $argv[1]\\n";\n'),
    'java': ('Main.java', 'public class Main {\n    public static void main(String[] words) {\n'
                          '        String line = new java.util.Scanner(System.in).nextLine();\n'
                          '        System.out.println(line + " " + words[0]);\n    }\n}\n'),
}

# Java's files and classes may be called as they like: a submission, and what it comes to. Those that pass print the line that they read.
JAVA_READS = 'System.out.println(new java.util.Scanner(System.in).nextLine());'
JAVA_MAIN = 'public static void main(String[] words) {\n%s\n}\n' % JAVA_READS
JAVA_OTHER = 'public static void main(String[] words) {\nSystem.exit(3);\n}\n'
JAVA_HELPER = 'class Helper {\nstatic void help(String[] words) {\n%s\n}\n}\n' % JAVA_READS
JAVA_HELPED = 'class %s {\npublic static void main(String... words) {\nHelper.help(words);\n}\n}\n'
JAVA_FILES = {
    'two_files': ('pass', 'main.java', 'public ' + JAVA_HELPED % 'main', 'Helper.java', 'public ' + JAVA_HELPER),
    'a_public_class_in_a_file_of_another_name': ('pass', 'hello.java', 'public class Hello {\n%s}\n' % JAVA_MAIN),
    'public_classes_in_files_of_other_names': ('pass', 'main.java', 'public ' + JAVA_HELPED % 'Main', 'help.java', 'public ' + JAVA_HELPER),
    'the_only_class_that_has_main': ('pass', 'hello.java', JAVA_HELPED % 'Begin', 'help.java', JAVA_HELPER),
    'main_among_two': ('pass', 'a.java', 'class A {\n%s}\n' % JAVA_OTHER, 'b.java', 'class Main {\n%s}\n' % JAVA_MAIN),
    'the_class_of_the_files_name_among_two': ('pass', 'b.java', 'class A {\n%s}\nclass B {\n%s}\n' % (JAVA_OTHER, JAVA_MAIN)),
    'a_public_class_behind_an_annotation': ('pass', 'hello.java', '@Deprecated public class Hello {\n%s}\n' % JAVA_MAIN),
    'a_public_class_behind_one_in_a_comment': ('pass', 'hello.java', '/*\npublic class Old\n*/\npublic class Hello {\n%s}\n' % JAVA_MAIN),
    'files_of_one_name_in_two_packages': ('pass', 'Main.java', JAVA_HELPED.replace('Helper', 'one.Helper') % 'Main',
                                          'one/Helper.java', 'package one;\npublic ' + JAVA_HELPER.replace('static', 'public static'),
                                          'two/Helper.java', 'package two;\npublic ' + JAVA_HELPER),
    'a_package': ('pass', 'Main.java', 'package deep.down;\npublic class Main {\n%s}\n' % JAVA_MAIN),
    'two_that_have_main': ('compile', 'a.java', 'class A {\n%s}\n' % JAVA_MAIN, 'b.java', 'class B {\n%s}\n' % JAVA_MAIN),
    'an_error_of_the_second_file': ('compile', 'main.java', JAVA_HELPED % 'Main', 'help.java', JAVA_HELPER + '}'),
    'an_error_of_the_only_file': ('compile', 'hello.java', 'public class Hello {\n%s' % JAVA_MAIN),
    'no_main': ('runtime', 'help.java', JAVA_HELPER),
}


def write_lesson(folder):
    lesson = folder / 'all/words'
    (lesson / 'tests').mkdir(parents=True)
    (lesson / 'lesson.md').write_text('# Words\n')
    (lesson / 'tests/one.in').write_text('left\n')
    (lesson / 'tests/one.out').write_text('left right\n')
    (lesson / 'tests/one.args').write_text('right\n')
    manifest = '[lesson]\ntitle = Words\nlanguages = %s\n[step words]\ntitle = Words\ncases = tests/one\ncompare = tokens\n' % ' '.join(PROGRAMS)
    for language, (name, program) in PROGRAMS.items():
        manifest += 'files.%s = %s\n' % (language, name)
        (lesson / 'starter' / language).mkdir(parents=True)
        (lesson / 'starter' / language / name).write_text(program)
    (lesson / 'lesson.ini').write_text(manifest)


# With less memory than a JVM may use: it gets as much as the language says.
def write_package(package):
    (package / 'data/secret').mkdir(parents=True)
    (package / 'problem_statement').mkdir()
    (package / 'problem.yaml').write_text('name: Same\nlimits:\n    memory: 512\n')
    (package / 'problem_statement/problem.en.tex').write_text('\\problemname{Same}\nPrint the line.\n')
    (package / 'data/secret/1.in').write_text('left right\n')
    (package / 'data/secret/1.ans').write_text('left right\n')


class Languages(harness.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        pathlib.Path(folder.name).chmod(0o755)
        write_lesson(pathlib.Path(folder.name))
        write_package(pathlib.Path(folder.name) / 'packages/Same')
        self.call = self.daemon(catalog=folder.name).client().call
        self.told = dict(row.split('\t')[::2] for row in values(self.call('STATS'), 'Language'))

    def test_all_that_are_shipped_are_known_here(self):
        self.assertEqual(sorted(name for name in self.told if not name.startswith("exercism-")), sorted(PROGRAMS))


def add_test(language):
    name, program = PROGRAMS[language]

    def test(self):
        started = self.call('START', 'words', 'language=' + language)
        if self.told[language] != 'available':
            package = self.told[language].partition('(package ')[2].rstrip(')')
            self.assertError(started, 'STATE', package)
            self.skipTest('%s: %s' % (language, self.told[language]))
        self.assertEqual(started, 'Now practicing: words')
        reply = self.call('CHECK', 'words', name, program)
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass', self.call('ATTEMPT', pairs(reply[0])['attempt']))
        reply = self.call('CHECK', 'words', 'step=words', name, program.replace(' ', '  ') + '}}')
        self.assertNotEqual(pairs(reply[-1])['verdict'], 'pass', reply)

    setattr(Languages, 'test_%s_is_run_and_graded' % language, test)


def add_java(what, verdict, *files):
    def test(self):
        started = self.call('START', 'same', 'language=java')
        if self.told['java'] != 'available':
            self.assertError(started, 'STATE')
            self.skipTest('java: ' + self.told['java'])
        reply = self.call('CHECK', 'same', 'language=java', *files)
        self.assertIsInstance(reply, list, reply)
        self.assertEqual(pairs(reply[-1])['verdict'], verdict, self.call('ATTEMPT', pairs(reply[0])['attempt']))

    setattr(Languages, 'test_java_%s' % what, test)


for each in PROGRAMS:
    add_test(each)
for each, (expected, *submitted) in JAVA_FILES.items():
    add_java(each, expected, *submitted)

if __name__ == '__main__':
    harness.main()
