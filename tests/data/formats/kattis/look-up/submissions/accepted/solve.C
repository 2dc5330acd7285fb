#include <fstream>
#include <string>

std::string look_up(int number)
{
	std::ifstream lines("words/list.txt");
	std::string line;

	while (number-- > 0)
		std::getline(lines, line);
	return line;
}
