/* SPDX-License-Identifier: MIT */
/*
 * The kernel lies: replies and telemetry pages are all zeros, all ones or noise.
 * Nothing may crash, hang or hand out a string without an end; a checker (ASan,
 * UBSan) sees the rest.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "nvml.h"
#include "rm/abi.h"
#include "rm/escape.h"
#include "session.h"
#include "sim/port_sim.h"

static const char *const drivers[] = {"515.105.01", "535.261.03", "550.163.01", "580.65.06",
				      "595.45.04"};

static struct bench bench;
static struct session got;

static void fill(struct fault_port *fault, uint8_t *bytes, size_t size, int pattern)
{
	if (pattern == 0x00 || pattern == 0xff) {
		memset(bytes, pattern, size);
		return;
	}
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)fault_random(&fault->random);
}

/* Where signs change and sums overflow. */
static void fill_words(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	static const uint32_t words[] = {0x7fffffff, 0x80000000, 0xfffffffe,
					 0x00000001, 0x7fffff80, 0x0000ffff};
	uint64_t dice = fault_random(&fault->random);

	for (size_t at = 0; at + 4 <= size; at += 4) {
		memcpy(bytes + at, &words[dice % 6], 4);
		dice = dice & 64 ? fault_random(&fault->random) : dice;
	}
}

/* A pattern for what follows; noise is often only a few changed bytes or a large count. */
static void corrupt(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	uint64_t dice = fault_random(&fault->random);

	if (size == 0)
		return;
	switch (dice % 9) {
	case 0:
		fill(fault, bytes, size, 0x00);
		break;
	case 1:
		fill(fault, bytes, size, 0xff);
		break;
	case 2:
	case 3:
		fill(fault, bytes, size, -1);
		break;
	case 4:
		fill_words(fault, bytes, size);
		break;
	case 5:
		/* The first words are where counts are. */
		fill(fault, bytes, size < 16 ? size : 16, -1);
		break;
	default:
		for (unsigned i = 0; i < 1 + dice / 16 % 8; i++)
			bytes[fault_random(&fault->random) % size] ^=
			    (uint8_t)fault_random(&fault->random);
	}
}

static uint8_t *payload_of(unsigned long request, void *arg, size_t *ret_size)
{
	if (rm_request_number(request) == NV_ESC_RM_CONTROL) {
		struct rm_nvos54 *control = arg;
		*ret_size = control->params_size;
		return (uint8_t *)(uintptr_t)control->params;
	}
	*ret_size = rm_request_size(request);
	return arg;
}

static int pattern_in_use;

/* All payloads, with success. */
static void reply_pattern(struct fault_port *fault, unsigned long request, void *arg)
{
	size_t size;
	uint8_t *payload = payload_of(request, arg, &size);

	if (rm_request_number(request) == NV_ESC_RM_CONTROL) {
		if (payload)
			fill(fault, payload, size, pattern_in_use);
		fault_set_status(fault, request, arg, 0);
	}
}

static void page_pattern(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	fill(fault, bytes, size, pattern_in_use);
}

/* Some payloads and some other arguments, statuses mostly success. */
static void reply_noise(struct fault_port *fault, unsigned long request, void *arg)
{
	size_t size;
	uint8_t *payload = payload_of(request, arg, &size);
	bool is_control = rm_request_number(request) == NV_ESC_RM_CONTROL;

	if (payload && fault_random(&fault->random) % (is_control ? 2 : 32) == 0)
		corrupt(fault, payload, size);
	if (is_control && fault_random(&fault->random) % 8)
		fault_set_status(fault, request, arg, 0);
}

static void refill(struct bench *on)
{
	if (fault_random(&on->fault.random) % 4 == 0)
		fault_port_refill(&on->fault);
}

static void page_noise(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	corrupt(fault, bytes, size);
}

static void assert_clean(void)
{
	assert_int_equal(sim_port_count_open(bench.sim_port), 0);
	assert_int_equal(bench.fault.mapped, 0);
}

/* A round that takes this long hangs: the alarm ends the program. */
#define ROUND_S 60

static void round_of(fault_reply reply, fault_page page)
{
	bench.fault.reply = reply;
	bench.fault.page = page;
	alarm(ROUND_S);
	assert_true(session_run(&bench, &got, refill));
	alarm(0);
	assert_clean();
}

static void replies_of_one_pattern(void **state)
{
	static const int patterns[] = {0x00, 0xff, -1};

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		bench_set_up(&bench, drivers[d]);
		for (size_t i = 0; i < 3; i++) {
			pattern_in_use = patterns[i];
			round_of(reply_pattern, page_pattern);
			assert_int_equal(got.init_rc, NVML_SUCCESS);
			round_of(NULL, page_pattern);
			round_of(reply_pattern, NULL);
		}
		bench_tear_down(&bench);
	}
}

static unsigned rounds(void)
{
	const char *text = getenv("OPENNVML_ROUNDS");

	if (text)
		return (unsigned)strtoul(text, NULL, 10);
	return getenv("OPENNVML_QUICK") ? 20 : 1000;
}

static void replies_of_noise(void **state)
{
	unsigned started = 0, each = rounds() / (sizeof(drivers) / sizeof(drivers[0]));

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		bench_set_up(&bench, drivers[d]);
		for (unsigned i = 0; i < each; i++) {
			bench.fault.random = d * 1000003 + i;
			round_of(reply_noise, page_noise);
			started += got.init_rc == NVML_SUCCESS;
		}
		bench_tear_down(&bench);
	}
	/* Most rounds come past the initialisation. */
	assert_true(started > each);
}

/* After all that, an honest driver is believed again. */
static void honesty_is_restored(void **state)
{
	(void)state;
	bench_set_up(&bench, "580.65.06");
	pattern_in_use = 0xff;
	round_of(reply_pattern, page_pattern);
	round_of(NULL, NULL);
	assert_int_equal(got.init_rc, NVML_SUCCESS);
	assert_true(got.succeeded > 100);
	bench_tear_down(&bench);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replies_of_one_pattern),
	    cmocka_unit_test(replies_of_noise),
	    cmocka_unit_test(honesty_is_restored),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
