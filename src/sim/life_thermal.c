/* SPDX-License-Identifier: MIT */
/*
 * What follows from load: clocks, power, heat and what heat does to clocks. Power is constant
 * between two moments at which something changes, and temperature approaches the one that this
 * power leads to; both moments and steps lie on a grid of the machine's own time.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/life.h"

/* nvmlClocksEventReasons: the driver's mask has the same bits. */
#define REASON_SW_POWER_CAP 0x04u
#define REASON_HW_SLOWDOWN 0x08u
#define REASON_SW_THERMAL 0x20u
#define REASON_HW_THERMAL 0x40u

#define CLOCK_STEP_MHZ 15 /* how finely graphics clocks are set */
#define MEAN_STEPS 10     /* average power is that of a second */
#define NS_PER_S 1000000000.0
#define STEPS_PER_HOUR 36000.0

/* Assumed where neither the machine nor a recording says. */
#define DEFAULT_POWER_MW 100000
#define IDLE_PART 10.0 /* of full power, in the idle one */
#define DEFAULT_IDLE_C 30
#define DEFAULT_FULL_C 75
#define DEFAULT_THERMAL_MS 30000
#define DEFAULT_SLOWDOWN_C 88
#define DEFAULT_HW_MARGIN_C 5
#define DEFAULT_FAN_RPM 3000
#define DEFAULT_PCIE_TX 500000000
#define DEFAULT_PCIE_RX 1000000000
#define DEFAULT_CLOCK_MHZ 1500
/* Machines may claim what no board has. */
#define CLOCK_MAX_MHZ 100000
#define LINK_MAX_BYTES_PER_S 1e12
#define TEMPERATURE_MAX_C 199

struct sim_body {
	struct machine_physics physics; /* without defaults left */
	double idle_mw, idle_c;
	double keep; /* what a step leaves of the distance to the final temperature */
	double temperature_c;
	double power_mw; /* now, also of a board that does not tell */
	double mean_mw[MEAN_STEPS];
	int32_t clock_mhz, top_mhz, load;
	int32_t slower; /* clock steps that heat takes away */
	uint64_t settled_ns;
	struct sim_counters counters; /* up to there */
};

static void take_default(int32_t *value, int32_t otherwise)
{
	if (*value < 0)
		*value = otherwise;
}

static void take_long_default(int64_t *value, int64_t otherwise)
{
	if (*value < 0)
		*value = otherwise;
}

static int32_t clock_of(uint32_t mhz)
{
	return mhz < CLOCK_MAX_MHZ ? (int32_t)mhz : CLOCK_MAX_MHZ;
}

/* A quarter of what a link can carry. */
static int64_t usual_traffic(const struct machine_nvlink *nvlink)
{
	double bytes_per_s = (double)nvlink->line_rate_mbps * nvlink->lanes * 1e6 / 8 / 4;

	return (int64_t)(bytes_per_s < LINK_MAX_BYTES_PER_S ? bytes_per_s : LINK_MAX_BYTES_PER_S);
}

static void take_defaults(struct sim_body *body, const struct machine_model *model)
{
	struct machine_physics *physics = &body->physics;
	int32_t board_mw = model->power_default_mw > 0 ? model->power_default_mw : DEFAULT_POWER_MW;

	take_default(&physics->full_power_mw, board_mw);
	take_default(&physics->full_temperature_c, DEFAULT_FULL_C);
	take_default(&physics->thermal_ms, DEFAULT_THERMAL_MS);
	take_default(&physics->slowdown_temperature_c, DEFAULT_SLOWDOWN_C);
	take_default(&physics->hw_slowdown_temperature_c,
		     physics->slowdown_temperature_c + DEFAULT_HW_MARGIN_C);
	take_default(&physics->base_graphics_mhz, body->top_mhz * 7 / 10);
	take_default(&physics->full_fan_rpm, DEFAULT_FAN_RPM);
	take_long_default(&physics->nvlink_bytes_per_s, usual_traffic(&model->nvlink));
	take_long_default(&physics->pcie_tx_bytes_per_s, DEFAULT_PCIE_TX);
	take_long_default(&physics->pcie_rx_bytes_per_s, DEFAULT_PCIE_RX);
}

static int32_t positive(int32_t value)
{
	return value > 0 ? value : 0;
}

int sim_body_setup(struct sim_gpu *gpu)
{
	const struct machine_model *model = gpu->model;
	struct sim_body *body = calloc(1, sizeof(*body));

	if (!body)
		return -1;
	gpu->body = body;
	body->physics = model->physics;
	body->top_mhz =
	    model->max_graphics_mhz ? clock_of(model->max_graphics_mhz) : DEFAULT_CLOCK_MHZ;
	take_defaults(body, model);
	body->idle_mw = model->idle.power_mw > 0 ? model->idle.power_mw
						 : positive(model->idle.power_instant_mw);
	/* No board draws nothing, which would read as a power that is not told. */
	if (body->idle_mw <= 0)
		body->idle_mw = body->physics.full_power_mw / IDLE_PART + 1;
	if (body->physics.full_power_mw < body->idle_mw)
		body->physics.full_power_mw = (int32_t)body->idle_mw;
	body->idle_c = model->idle.temperature_c > 0 ? model->idle.temperature_c : DEFAULT_IDLE_C;
	body->keep = exp(-(double)SIM_BODY_STEP_NS / 1000000 / body->physics.thermal_ms);
	return 0;
}

static bool is_held(const struct sim_gpu *gpu, const void *member)
{
	return gpu->held >> ((const char *)member - (const char *)&gpu->state) / 4 & 1;
}

/* What a board does not tell stays untold, and what a state at rest lacks stays as it is. */
static void put(struct sim_gpu *gpu, int32_t *member, int32_t value)
{
	if (*member >= 0 && value >= 0 && !is_held(gpu, member))
		*member = value;
}

static int32_t nearest(double value)
{
	return (int32_t)floor(value + 0.5);
}

/* Voltage follows the clock, so that power follows its third power. */
static double power_at(const struct sim_body *body, int32_t mhz)
{
	double ratio = (double)mhz / body->top_mhz;

	return body->idle_mw + (body->physics.full_power_mw - body->idle_mw) * body->load / 100 *
				   ratio * ratio * ratio;
}

static int32_t idle_clock(const struct sim_gpu *gpu)
{
	int32_t mhz = gpu->model->idle.graphics_mhz;

	if (mhz <= 0)
		mhz = CLOCK_STEP_MHZ;
	return mhz < gpu->body->top_mhz ? mhz : gpu->body->top_mhz;
}

/* As fast as heat and the limit allow, and the reasons when that is not the top. */
static int32_t choose_clock(const struct sim_gpu *gpu, uint64_t *ret_reasons)
{
	const struct sim_body *body = gpu->body;
	int32_t limit_mw = gpu->state.power_limit_mw, slowest = idle_clock(gpu);
	int32_t mhz = body->top_mhz - body->slower * CLOCK_STEP_MHZ;

	*ret_reasons = body->slower > 0 ? REASON_SW_THERMAL : 0;
	if (body->temperature_c >= body->physics.hw_slowdown_temperature_c) {
		*ret_reasons |= REASON_HW_SLOWDOWN | REASON_HW_THERMAL;
		mhz = mhz < body->top_mhz / 2 ? mhz : body->top_mhz / 2;
	}
	while (limit_mw > 0 && mhz - CLOCK_STEP_MHZ >= slowest && power_at(body, mhz) > limit_mw) {
		*ret_reasons |= REASON_SW_POWER_CAP;
		mhz -= CLOCK_STEP_MHZ;
	}
	return mhz > slowest ? mhz : slowest;
}

static void put_clocks(struct sim_gpu *gpu, bool busy)
{
	struct machine_state *state = &gpu->state;
	const struct machine_model *model = gpu->model;
	const struct machine_state *idle = &model->idle;
	int32_t below = gpu->body->top_mhz - gpu->body->clock_mhz;

	put(gpu, &state->graphics_mhz, busy ? gpu->body->clock_mhz : idle->graphics_mhz);
	put(gpu, &state->sm_mhz,
	    busy && model->max_sm_mhz ? clock_of(model->max_sm_mhz) - below : idle->sm_mhz);
	put(gpu, &state->memory_mhz,
	    busy && model->max_memory_mhz ? clock_of(model->max_memory_mhz) : idle->memory_mhz);
	put(gpu, &state->video_mhz,
	    busy && model->max_video_mhz ? clock_of(model->max_video_mhz) : idle->video_mhz);
	if (!is_held(gpu, &state->pcie_gen))
		state->pcie_gen =
		    busy && model->pcie_max_gen ? model->pcie_max_gen : idle->pcie_gen;
}

static void put_pstate(struct sim_gpu *gpu, bool busy)
{
	int32_t before = gpu->state.pstate;
	uint32_t notifier = 0;

	put(gpu, &gpu->state.pstate, busy ? 0 : gpu->model->idle.pstate);
	if (gpu->state.pstate != before && machine_event_notifier("pstate", &notifier))
		sim_raise_event(gpu->sim, gpu->index, notifier, 0, 0);
}

static double rate(const struct sim_body *body, int64_t full_per_s)
{
	return (double)full_per_s * body->load / 100;
}

static struct sim_counters counters_at(const struct sim_body *body, uint64_t now_ns)
{
	const struct machine_physics *physics = &body->physics;
	struct sim_counters counters = body->counters;
	double s = (double)(now_ns - body->settled_ns) / NS_PER_S;

	counters.nvlink_bytes += s * rate(body, physics->nvlink_bytes_per_s);
	counters.pcie_tx_bytes += s * rate(body, physics->pcie_tx_bytes_per_s);
	counters.pcie_rx_bytes += s * rate(body, physics->pcie_rx_bytes_per_s);
	counters.energy_mj += s * body->power_mw;
	return counters;
}

struct sim_counters sim_body_counters(const struct sim_gpu *gpu)
{
	if (!gpu->sim->alive || !gpu->sim->started)
		return (struct sim_counters){0};
	return counters_at(gpu->body, gpu->sim->now_ns);
}

/* Counts what ran at the load until now. */
static void settle(struct sim_gpu *gpu)
{
	gpu->body->counters = counters_at(gpu->body, gpu->sim->now_ns);
	gpu->body->settled_ns = gpu->sim->now_ns;
}

static double mean_power(const struct sim_body *body)
{
	double sum = 0;

	for (unsigned i = 0; i < MEAN_STEPS; i++)
		sum += body->mean_mw[i];
	return sum / MEAN_STEPS;
}

static int32_t sensed(double celsius)
{
	if (celsius < 0)
		return 0;
	return celsius < TEMPERATURE_MAX_C ? nearest(celsius) : TEMPERATURE_MAX_C;
}

static void put_temperatures(struct sim_gpu *gpu)
{
	struct machine_state *state = &gpu->state;
	const struct sim_body *body = gpu->body;
	int32_t celsius = sensed(body->temperature_c);
	int32_t hotter =
	    sensed(gpu->model->idle.memory_temperature_c + body->temperature_c - body->idle_c);
	double part = (body->temperature_c - body->idle_c) /
		      (body->physics.slowdown_temperature_c - body->idle_c);
	int32_t idle_rpm = gpu->model->idle.fan_rpm;

	put(gpu, &state->temperature_c, celsius);
	put(gpu, &state->memory_temperature_c, hotter);
	part = part > 0 ? part < 1 ? part : 1 : 0; /* nor what is no number */
	put(gpu, &state->fan_rpm,
	    nearest(idle_rpm + (body->physics.full_fan_rpm - idle_rpm) * part));
}

void sim_body_answer(struct sim_gpu *gpu)
{
	struct machine_state *state = &gpu->state;
	struct sim_body *body = gpu->body;
	const struct sim_use use = sim_gpu_use(gpu);
	uint64_t reasons = gpu->model->idle.throttle_reasons;

	settle(gpu);
	put(gpu, &state->gpu_percent, use.gpu);
	put(gpu, &state->memory_percent, use.memory);
	put(gpu, &state->encoder_percent, use.encoder);
	put(gpu, &state->decoder_percent, use.decoder);
	body->load = state->gpu_percent >= 0 ? state->gpu_percent : use.gpu;
	bool busy = body->load > 0 || use.encoder > 0 || use.decoder > 0;

	body->clock_mhz = busy ? choose_clock(gpu, &reasons) : idle_clock(gpu);
	body->power_mw = power_at(body, body->clock_mhz);
	put_clocks(gpu, busy);
	put_pstate(gpu, busy);
	put_temperatures(gpu);
	put(gpu, &state->power_instant_mw, nearest(body->power_mw));
	put(gpu, &state->power_mw, nearest(mean_power(body)));
	if (!is_held(gpu, &state->throttle_reasons))
		state->throttle_reasons = reasons;
}

void sim_body_begin(struct sim_gpu *gpu)
{
	struct sim_body *body = gpu->body;

	body->settled_ns = gpu->sim->now_ns;
	body->temperature_c =
	    gpu->state.temperature_c >= 0 ? gpu->state.temperature_c : body->idle_c;
	sim_body_answer(gpu);
	for (unsigned i = 0; i < MEAN_STEPS; i++)
		body->mean_mw[i] = body->power_mw;
	sim_body_answer(gpu);
}

/* A power that is held heats as if it were drawn. */
static double drawn_mw(const struct sim_gpu *gpu)
{
	if (is_held(gpu, &gpu->state.power_instant_mw))
		return gpu->state.power_instant_mw;
	return is_held(gpu, &gpu->state.power_mw) ? gpu->state.power_mw : gpu->body->power_mw;
}

static void heat(struct sim_gpu *gpu)
{
	struct sim_body *body = gpu->body;
	const struct machine_physics *physics = &body->physics;
	double range_mw = physics->full_power_mw - body->idle_mw;
	double per_mw =
	    (physics->full_temperature_c - body->idle_c) / (range_mw > 1 ? range_mw : 1);
	double final_c = body->idle_c + (drawn_mw(gpu) - body->idle_mw) * per_mw;

	if (is_held(gpu, &gpu->state.temperature_c))
		body->temperature_c = gpu->state.temperature_c;
	else
		body->temperature_c = final_c + (body->temperature_c - final_c) * body->keep;
	if (body->temperature_c >= physics->slowdown_temperature_c) {
		if (body->slower * CLOCK_STEP_MHZ < body->top_mhz)
			body->slower++;
	} else if (body->slower > 0 && body->temperature_c < physics->slowdown_temperature_c - 1) {
		body->slower--;
	}
}

static void count_error(struct sim_gpu *gpu, uint64_t number, unsigned kind, int32_t per_hour,
			uint64_t *ret_volatile, uint64_t *ret_aggregate)
{
	uint64_t seed =
	    sim_chance(gpu->sim->machine->seed, ((uint64_t)gpu->index + 1) << 40 | kind);
	double chance = (double)(sim_chance(seed, number) >> 11) / (double)(1ull << 53);
	uint32_t notifier = 0;

	if (per_hour <= 0 || chance >= per_hour / STEPS_PER_HOUR)
		return;
	if (!is_held(gpu, ret_volatile))
		++*ret_volatile;
	if (!is_held(gpu, ret_aggregate))
		++*ret_aggregate;
	if (machine_event_notifier(kind % 2 ? "double_bit_ecc" : "single_bit_ecc", &notifier))
		sim_raise_event(gpu->sim, gpu->index, notifier, 0, 0);
}

static void count_errors(struct sim_gpu *gpu, uint64_t number)
{
	struct machine_state *state = &gpu->state;
	const struct machine_physics *physics = &gpu->body->physics;

	if (!gpu->model->ecc_capable || !gpu->model->ecc_enabled)
		return;
	count_error(gpu, number, 0, physics->ecc_sram_corrected_per_hour,
		    &state->ecc_sram_corrected_volatile, &state->ecc_sram_corrected_aggregate);
	count_error(gpu, number, 1, physics->ecc_sram_uncorrected_per_hour,
		    &state->ecc_sram_uncorrected_volatile, &state->ecc_sram_uncorrected_aggregate);
	count_error(gpu, number, 2, physics->ecc_dram_corrected_per_hour,
		    &state->ecc_dram_corrected_volatile, &state->ecc_dram_corrected_aggregate);
	count_error(gpu, number, 3, physics->ecc_dram_uncorrected_per_hour,
		    &state->ecc_dram_uncorrected_volatile, &state->ecc_dram_uncorrected_aggregate);
}

void sim_body_step(struct sim_gpu *gpu, uint64_t number)
{
	struct sim_body *body = gpu->body;
	struct machine_state *state = &gpu->state;

	heat(gpu);
	body->mean_mw[number % MEAN_STEPS] = body->power_mw;
	if (body->load > 0 && state->graphics_mhz >= 0 &&
	    body->clock_mhz < body->physics.base_graphics_mhz &&
	    !is_held(gpu, &state->below_base_clock_ns))
		state->below_base_clock_ns += SIM_BODY_STEP_NS;
	count_errors(gpu, number);
}
