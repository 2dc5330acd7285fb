/* SPDX-License-Identifier: MIT */
#pragma once

#include <fstream>
#include <string>

const int longest = {{longest}};

inline std::string read_word(const char *path)
{
	std::ifstream file(path);
	std::string word;

	file >> word;
	return word;
}

inline int say(const std::string &folder, const std::string &judge, const std::string &team)
{
	std::ofstream(folder + "judgemessage.txt") << judge << "\n";
	std::ofstream(folder + "teammessage.txt") << team << "\n";
	return 43;
}
