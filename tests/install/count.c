/* SPDX-License-Identifier: MIT */
/* Compiles as C and as C++: prints how many GPUs there are, exits with NVML's code. */
#include <nvml.h>
#include <stdio.h>

int main(void)
{
	unsigned count = 0;
	nvmlReturn_t code = nvmlInit_v2();

	if (code == NVML_SUCCESS)
		code = nvmlDeviceGetCount_v2(&count);
	if (code == NVML_SUCCESS)
		printf("%u\n", count);
	else
		printf("%s\n", nvmlErrorString(code));
	nvmlShutdown();
	return (int)code;
}
