#ifndef ADD_UP_H
#define ADD_UP_H

int add_up(int a, int b);

#endif
