require 'minitest/autorun'
require_relative 'double'

class DoubleTest < Minitest::Test
  def test_two
    assert_equal 4, double(2)
  end

  def test_less_than_nothing
    skip
    assert_equal(-6, double(-3))
  end
end
