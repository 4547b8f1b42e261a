/* SPDX-License-Identifier: MIT */
/* The whole API over a kernel that answers with the input. */
#include "fuzz.h"
#include "rm/abi.h"
#include "rm/escape.h"
#include "session.h"
#include "sim/port_sim.h"

#define DRIVERS 5

static struct bench benches[DRIVERS];
static struct session session;
static struct fuzz_input input;

static void corrupt(uint8_t *bytes, size_t size)
{
	uint8_t how = fuzz_u8(&input);

	if (size == 0)
		return;
	if (how < 8)
		fuzz_take(&input, bytes, size);
	else if (how < 16)
		memset(bytes, 0xff, size);
	else
		for (unsigned i = 0; i < how % 8u; i++)
			bytes[fuzz_u32(&input) % size] = fuzz_u8(&input);
}

static void reply(struct fault_port *fault, unsigned long request, void *arg)
{
	struct rm_nvos54 *control = arg;

	if (fuzz_ended(&input))
		return;
	if (rm_request_number(request) != NV_ESC_RM_CONTROL) {
		if (fuzz_u8(&input) % 16 == 0)
			corrupt(arg, rm_request_size(request));
		return;
	}
	if (control->params)
		corrupt((uint8_t *)(uintptr_t)control->params, control->params_size);
	uint8_t status = fuzz_u8(&input);
	fault_set_status(fault, request, arg, status < 0x92 ? status & 0x7f : 0);
}

static void page(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	(void)fault;
	corrupt(bytes, size);
}

static int answer_file(struct port *port, const char *path, char *buf, size_t size)
{
	struct fault_port *fault = (struct fault_port *)port;
	size_t length = fuzz_u8(&input);

	if (fuzz_ended(&input) || length < 64)
		return fault->inner->read_file(fault->inner, path, buf, size);
	length = length - 64 < size - 1 ? length - 64 : size - 1;
	fuzz_take(&input, buf, length);
	buf[length] = '\0';
	return (int)length;
}

static void step(struct bench *on)
{
	if (!fuzz_ended(&input) && fuzz_u8(&input) % 8 == 0)
		fault_port_refill(&on->fault);
}

/* Machines last: making one takes longer than a session. */
static struct bench *bench_of(unsigned place)
{
	static const char *const drivers[DRIVERS] = {"515.105.01", "535.261.03", "550.163.01",
						     "580.65.06", "595.45.04"};
	struct bench *bench = &benches[place];

	if (!bench->machine) {
		bench_set_up(bench, drivers[place]);
		bench->fault.reply = reply;
		bench->fault.page = page;
		bench->fault.port.read_file = answer_file;
	}
	sim_port_use(&bench->fault.port);
	return bench;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = (struct fuzz_input){.data = data, .size = size};
	struct bench *bench = bench_of(fuzz_u8(&input) % DRIVERS);

	fuzz_check(session_run(bench, &session, step));
	fuzz_check(sim_port_count_open(bench->sim_port) == 0);
	fuzz_check(bench->fault.mapped == 0);
	return 0;
}
