#include <stdexcept>
int main() { throw std::out_of_range("nobody catches this"); }
