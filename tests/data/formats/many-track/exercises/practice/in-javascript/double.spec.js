import {
  describe,
  expect,
  test,
  xtest,
} from '@jest/globals';
import { double } from './double';

describe('double', () => {
  test('two', () => {
    expect(double(2)).toBe(4);
  });

  xtest('less than nothing', () => {
    expect(double(-3)).toBe(-6);
  });

  test.skip('what the track always skips', () => {
    expect(double(1)).toBe(1);
  });
});
