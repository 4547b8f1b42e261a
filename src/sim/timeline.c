/* SPDX-License-Identifier: MIT */
/* Events that a machine file announces, raised when their time has come. */
#include <string.h>

#include "sim/change.h"
#include "sim/driver.h"

#define NS_PER_MS 1000000ull
/*
 * What stands beside an Xid that no MIG instance caused: instance 15 of 0..14, compute
 * instance 8 of 0..7 (kmigmgrGetAttributionIdFromMIGReference).
 */
#define NO_ATTRIBUTION (15u * 15u + 8u)

/* NV2080_NOTIFIERS_*, and the two system events, which have no notifier of a GPU. */
static const struct {
	const char *kind;
	uint32_t notifier;
} rows[] = {
    {"xid", 37},
    {"single_bit_ecc", 111},
    {"double_bit_ecc", 112},
    {"pstate", 33},
    {"clock", 119},
    {"power_source", 118},
    {"mig_config", 159},
    {"single_bit_ecc_storm", 187},
    {"dram_retirement", 188},
    {"dram_retirement_failure", 189},
    {"poison", 155},
    {"fatal_poison", 156},
    {"gpu_unavailable", 191},
    {"gpu_recovery_action", 192},
    {"driver_unbind", MACHINE_EVENT_UNBIND},
    {"driver_bind", MACHINE_EVENT_BIND},
};

bool machine_event_notifier(const char *kind, uint32_t *ret_notifier)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].kind, kind) == 0) {
			*ret_notifier = rows[i].notifier;
			return true;
		}
	}
	return false;
}

void sim_raise_kind(struct sim *sim, unsigned gpu, const char *kind, uint32_t xid)
{
	uint32_t notifier = 0;

	machine_event_notifier(kind, &notifier);
	if (notifier == MACHINE_EVENT_UNBIND || notifier == MACHINE_EVENT_BIND)
		sim_raise_system_event(sim, gpu, notifier == MACHINE_EVENT_BIND);
	else
		sim_raise_event(sim, gpu, notifier, xid, NO_ATTRIBUTION);
}

/* What was in order when the machine was read may be impossible now. */
static void happen(struct sim *sim, const struct machine_event *event)
{
	char text[SIM_CHANGE_TEXT];

	if (!event->line)
		sim_raise_kind(sim, event->gpu, event->kind, event->xid);
	else if (sim_change(sim, event->line, text, sizeof(text)) < 0)
		sim_log(sim, "SIM-TIMELINE at %u ms: %s", event->at_ms, text);
}

uint64_t sim_timeline_next(const struct sim *sim)
{
	uint64_t next = UINT64_MAX;

	for (uint32_t i = 0; i < sim->machine->events_count; i++) {
		uint64_t at = sim->started_ns + sim->machine->events[i].at_ms * NS_PER_MS;

		if (at > sim->timeline_done_ns && at < next)
			next = at;
	}
	return next;
}

/* The first tick is the start that the times of the file count from. */
uint64_t sim_timeline_tick(struct sim *sim, uint64_t now_ns)
{
	for (uint32_t i = 0; i < sim->machine->events_count; i++) {
		const struct machine_event *event = &sim->machine->events[i];
		uint64_t at = sim->started_ns + event->at_ms * NS_PER_MS;

		if (at <= now_ns && at > sim->timeline_done_ns)
			happen(sim, event);
	}
	sim->timeline_done_ns = now_ns;
	return sim_timeline_next(sim);
}
