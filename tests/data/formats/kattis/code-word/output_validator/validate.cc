/* SPDX-License-Identifier: MIT */
#include "judge.hh"

#include <iostream>

int main(int argc, char **argv)
{
	const std::string word = read_word(argv[2]), folder = argv[3];
	std::string answer;

	(void)argc;
	std::cin >> answer;
	if (read_word(argv[1]) == "find")
		return answer == word ? 42
				      : say(folder, "found " + answer + " instead of " + word, "That is not the word.");
	if (answer == word || (int)answer.size() > longest)
		return say(folder, word + " was hidden as " + answer, "That is not hidden well.");
	std::ofstream(folder + "nextpass.in") << "find " << answer << "\n";
	return 42;
}
