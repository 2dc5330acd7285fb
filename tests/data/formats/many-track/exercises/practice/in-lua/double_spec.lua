local double = require('double')

describe('double', function()
  it('two', function()
    assert.equal(4, double(2))
  end)

  it('less than nothing', function()
    assert.equal(-6, double(-3))
  end)
end)
