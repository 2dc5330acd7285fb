/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void show(uint16_t port)
{
	uint16_t network = htons(port);
	unsigned char bytes[2];

	memcpy(bytes, &network, sizeof(bytes));
	printf("port %d is sent as %02x %02x\n", port, bytes[0], bytes[1]);
	printf("the wrong way round: port %d\n", bytes[1] * 256 + bytes[0]);
}

int main(void)
{
	show(8080);
	show(80);
	return 0;
}
