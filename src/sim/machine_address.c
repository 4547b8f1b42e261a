/* SPDX-License-Identifier: MIT */
/* PCI addresses as machine files have them. */
#include <stdio.h>
#include <string.h>

#include "sim/machine_check.h"

bool machine_parse_pci(const char *text, uint32_t *ret_domain, uint8_t *ret_bus,
		       uint8_t *ret_device)
{
	unsigned domain, bus, device;
	int end = -1;

	if (strspn(text, "0123456789abcdefABCDEF") < 4 ||
	    sscanf(text, "%8x:%2x:%2x.0%n", &domain, &bus, &device, &end) != 3 || end < 0 ||
	    text[end] != '\0' || device > 31)
		return false;
	if (domain > 0xffff)
		return false; /* the GPU id has 16 bits for it */
	*ret_domain = domain;
	*ret_bus = (uint8_t)bus;
	*ret_device = (uint8_t)device;
	return true;
}

bool machine_parse_function(const char *text, uint32_t *ret_domain, uint8_t *ret_bus,
			    uint8_t *ret_device, uint8_t *ret_function)
{
	size_t length = strlen(text);
	char first[24];

	if (length < 2 || length >= sizeof(first) || text[length - 1] < '0' ||
	    text[length - 1] > '7')
		return false;
	snprintf(first, sizeof(first), "%.*s0", (int)length - 1, text);
	*ret_function = (uint8_t)(text[length - 1] - '0');
	return machine_parse_pci(first, ret_domain, ret_bus, ret_device);
}
