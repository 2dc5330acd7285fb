#include <iostream>
int main()
{
	int x;
	std::cout << (void *)&x << " " << (void *)&std::cout << "\n";
}
