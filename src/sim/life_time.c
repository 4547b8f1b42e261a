/* SPDX-License-Identifier: MIT */
/*
 * The machine's time. It is the host's, or passes faster, or stands until it is stepped. Where
 * anything depends on the order of things, what became due is done one after the other, each at
 * its own time: so it is the same however often the host ticks.
 */
#include <errno.h>
#include <time.h>

#include "sim/driver.h"
#include "sim/life.h"

#define NS_PER_MS 1000000ull
#define NS_PER_S 1000000000ull
/* Stepped time begins here: late enough for a full history of samples before it. */
#define STEPPED_START_NS (1000 * NS_PER_S)
#define STEP_MAX_NS (31ull * 24 * 3600 * NS_PER_S)

static uint64_t host_wall_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static bool is_host_time(const struct sim *sim)
{
	return !sim->machine->time.stepped && sim->machine->time.scale <= 1;
}

static uint64_t time_at(const struct sim *sim, uint64_t host_ns)
{
	if (sim->machine->time.stepped)
		return sim->now_ns;
	if (is_host_time(sim))
		return host_ns;
	return sim->started_ns + (host_ns - sim->host_started_ns) * sim->machine->time.scale;
}

/* When the host's clock will be there. */
static uint64_t host_time_of(const struct sim *sim, uint64_t due_ns)
{
	uint32_t scale = sim->machine->time.scale;

	if (sim->machine->time.stepped)
		return UINT64_MAX;
	if (is_host_time(sim) || due_ns == UINT64_MAX)
		return due_ns;
	return sim->host_started_ns + (due_ns - sim->started_ns + scale - 1) / scale;
}

uint64_t sim_wall_us(const struct sim *sim)
{
	if (is_host_time(sim) && sim->machine->time.epoch_s == 0)
		return host_wall_us() - (sim->target_ns - sim->now_ns) / 1000;
	return sim->wall_started_us + (sim->now_ns - sim->started_ns) / 1000;
}

uint64_t sim_age_ns(const struct sim *sim)
{
	return sim->now_ns - sim->started_ns;
}

static void begin(struct sim *sim, uint64_t host_ns)
{
	const struct machine_time *time = &sim->machine->time;

	sim->started = true;
	sim->host_started_ns = host_ns;
	sim->started_ns = time->stepped ? STEPPED_START_NS : host_ns;
	sim->now_ns = sim->target_ns = sim->timeline_done_ns = sim->started_ns;
	sim->wall_started_us = time->epoch_s ? time->epoch_s * 1000000 : host_wall_us();
	sim_life_begin(sim);
}

static uint64_t earlier(uint64_t one, uint64_t other)
{
	return one < other ? one : other;
}

/* Of several polls that are due only the last leaves anything to see. */
static uint64_t last_poll(const struct sim_gpu *gpu, uint64_t to_ns)
{
	const struct sim_rusd *rusd = &gpu->rusd;
	uint64_t interval_ns = rusd->interval_ms * NS_PER_MS;

	if (rusd->next_poll_ns == 0 || !rusd->page)
		return UINT64_MAX;
	if (rusd->next_poll_ns > to_ns || interval_ns == 0)
		return rusd->next_poll_ns;
	return rusd->next_poll_ns + (to_ns - rusd->next_poll_ns) / interval_ns * interval_ns;
}

static uint64_t next_due(const struct sim *sim, uint64_t to_ns)
{
	uint64_t next = earlier(sim_timeline_next(sim), sim_life_next(sim));

	for (unsigned i = 0; i < sim->gpu_count; i++)
		next = earlier(next, last_poll(&sim->gpus[i], to_ns));
	return next;
}

static void do_due(struct sim *sim, uint64_t to_ns)
{
	sim_timeline_tick(sim, sim->now_ns);
	sim_life_tick(sim);
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (last_poll(&sim->gpus[i], to_ns) == sim->now_ns)
			sim_rusd_tick(&sim->gpus[i], sim->now_ns);
}

static uint64_t advance(struct sim *sim, uint64_t to_ns)
{
	uint64_t due = next_due(sim, to_ns);

	sim->target_ns = to_ns;
	for (; due <= to_ns; due = next_due(sim, to_ns)) {
		sim->now_ns = due;
		do_due(sim, to_ns);
	}
	sim->now_ns = to_ns;
	return due;
}

/* Where nothing lives there is no order: all that became due happens now. */
static uint64_t tick_at_once(struct sim *sim, uint64_t now_ns)
{
	uint64_t next;

	sim->now_ns = sim->target_ns = now_ns;
	next = sim_timeline_tick(sim, now_ns); /* pages show what it did */
	if (sim_life_next(sim) <= now_ns)
		sim_life_tick(sim);
	for (unsigned i = 0; i < sim->gpu_count; i++)
		next = earlier(next, sim_rusd_tick(&sim->gpus[i], now_ns));
	return next;
}

uint64_t sim_tick(struct sim *sim, uint64_t host_ns)
{
	if (!sim->started)
		begin(sim, host_ns);
	uint64_t torn_ns = sim_torn_tick(sim, host_ns);
	if (is_host_time(sim) && !sim->alive)
		return earlier(torn_ns, tick_at_once(sim, host_ns));
	uint64_t now_ns = time_at(sim, host_ns);

	/* A host's clock that goes back stops the machine's. */
	uint64_t next = advance(sim, now_ns > sim->now_ns ? now_ns : sim->now_ns);
	return earlier(torn_ns, host_time_of(sim, next));
}

int sim_step(struct sim *sim, uint64_t ns)
{
	if (!sim->machine->time.stepped || ns > STEP_MAX_NS)
		return -EINVAL;
	if (!sim->started)
		begin(sim, 0);
	advance(sim, sim->now_ns + ns);
	return 0;
}
