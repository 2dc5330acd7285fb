#include <iostream>
#include <string>

std::string look_up(int number);

int main()
{
	int number;

	std::cin >> number;
	std::cout << look_up(number) << "\n";
}
