#ifndef ADD_UP_H
#define ADD_UP_H

#endif
