#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>
struct Global { std::string text = "made"; Global() { std::cout << "global " << text << "\n"; } ~Global() { std::cout << "gone\n"; } };
static Global global;
static thread_local std::vector<int> numbers{ 1, 2, 3 };
int main(int argc, char **argv)
{
	std::map<std::string, int> words;
	std::string word;
	while (std::cin >> word)
		words[word]++;
	for (auto &[w, n] : words)
		std::cout << w << "=" << n << "\n";
	try {
		throw std::runtime_error("thrown");
	} catch (const std::exception &error) {
		std::cout << error.what() << " " << numbers.size() << " " << argc << " " << argv[0] << std::endl;
	}
	std::shared_ptr<int> shared = std::make_shared<int>(5);
	std::cout << shared.use_count() << std::ios_base::sync_with_stdio(false) << "\n";
	std::cerr << "to cerr";
	return 4;
}
