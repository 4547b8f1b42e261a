/* SPDX-License-Identifier: MIT */
/* What the library says of each GPU that is awake. */

#include "ahead.h"
#include "doctor.h"
#include "patience.h"
#include "settings.h"

#include <string.h>

static const char CURE_RESET[] =
    "stop what uses the GPU, then reset it: nvidia-smi --gpu-reset, or reboot";

struct patient {
	struct doctor *doctor;
	struct gpu *gpu;
	const char *bus_id;
};

static bool is_on(struct gpu *gpu, enum value_id id)
{
	return gpu_number(gpu, id, 0) != 0;
}

static void check_health(const struct patient *patient)
{
	static const struct {
		enum value_id value;
		const char *id;
		const char *text;
		const char *cure;
	} signs[] = {
	    {VALUE_RESET_REQUIRED, "reset-required", "this GPU must be reset", CURE_RESET},
	    {VALUE_DRAIN_RECOMMENDED, "drain-recommended",
	     "this GPU should be drained of work and reset", CURE_RESET},
	    {VALUE_RETIRED_PENDING, "retirement-pending",
	     "pages of memory wait to be retired; their errors may strike until then", CURE_RESET},
	    {VALUE_REMAPPED_PENDING, "remap-pending",
	     "rows of memory wait to be replaced; their errors may strike until then", CURE_RESET},
	    {VALUE_REMAPPED_FAILURE, "remap-failed", "a bad row of memory could not be replaced",
	     "take the GPU out of service and have it exchanged"},
	    {VALUE_UNREPAIRABLE, "memory-unrepairable", "the memory cannot be repaired",
	     "take the GPU out of service and have it exchanged"},
	    {VALUE_REPAIR_CHANNEL, "repair-pending", "a memory channel waits for its repair",
	     CURE_RESET},
	    {VALUE_REPAIR_TPC, "repair-pending", "a processor cluster waits for its repair",
	     CURE_RESET},
	    {VALUE_SRAM_THRESHOLD, "sram-threshold",
	     "SRAM had more uncorrected errors than it should", CURE_RESET},
	};

	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		if (is_on(patient->gpu, signs[i].value))
			doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_PROBLEM, signs[i].id,
				       signs[i].cure, "%s", signs[i].text);
	}
}

static void check_inforom(const struct patient *patient)
{
	if (gpu_has_corrupt_inforom(patient->gpu))
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_PROBLEM, "inforom-corrupted",
			       "its maker can restore it or exchanges the board; until then do "
			       "not rely on counters that it keeps, such as those of ECC",
			       "the infoROM's checksums are wrong");
}

static void check_recovery(const struct patient *patient)
{
	static const char *const actions[] = {NULL,
					      "a reset",
					      "a reboot",
					      "its peer-to-peer traffic drained",
					      "a reset after its work is drained",
					      "its IMEX domain recovered"};
	int64_t action = gpu_number(patient->gpu, VALUE_RECOVERY, 0);
	bool known = action > 0 && action < (int64_t)COUNT_OF(actions);

	if (action)
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_PROBLEM, "recovery",
			       "do that; dmesg has the Xid that led to it",
			       "the driver asks for %s",
			       known ? actions[action] : "an action that has no name here");
}

/* What is set and not yet so. */
static void check_pending(const struct patient *patient, enum value_id now, enum value_id later,
			  const char *id, const char *what)
{
	const struct value *current = gpu_value(patient->gpu, now);
	const struct value *pending = gpu_value(patient->gpu, later);

	if (current->status == NVML_SUCCESS && pending->status == NVML_SUCCESS &&
	    current->number != pending->number)
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_NOTE, id, CURE_RESET,
			       "%s is %s and will be %s after a reset", what,
			       current->number ? "on" : "off", pending->number ? "on" : "off");
}

static void check_mig(const struct patient *patient)
{
	unsigned int capacity;
	nvmlDevice_t device;

	if (!mig_is_on(patient->gpu))
		return;
	capacity = mig_capacity(patient->gpu);
	for (unsigned int i = 0; i < capacity; i++) {
		if (mig_handle(patient->gpu, i, &device))
			return;
	}
	doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_PROBLEM, "mig-empty",
		       "make instances (nvidia-smi mig -cgi PROFILE -C) or switch MIG off "
		       "(nvidia-smi -mig 0)",
		       "MIG is on and there is no MIG device: no program can use this GPU");
}

static void check_modes(const struct patient *patient)
{
	const struct value *persistence = gpu_value(patient->gpu, VALUE_PERSISTENCE);

	check_pending(patient, VALUE_ECC_MODE, VALUE_ECC_PENDING, "ecc-pending", "ECC");
	check_pending(patient, VALUE_MIG_CURRENT, VALUE_MIG_PENDING, "mig-pending", "MIG");
	check_mig(patient);
	if (gpu_number(patient->gpu, VALUE_COMPUTE_MODE, 0) == NVML_COMPUTEMODE_PROHIBITED)
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_PROBLEM,
			       "compute-prohibited", "nvidia-smi -c 0, by root",
			       "the compute mode lets no program compute on this GPU");
	if (persistence->status == NVML_SUCCESS && !persistence->number)
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_NOTE, "persistence-off",
			       "run nvidia-persistenced, or nvidia-smi -pm 1 by root",
			       "persistence is off: each first program waits for the GPU to start");
}

static void check_licence(const struct patient *patient)
{
	const struct value *licence = gpu_value(patient->gpu, VALUE_LICENCE_STATUS);
	static const char cure[] = "look at nvidia-gridd: systemctl status nvidia-gridd, "
				   "/etc/nvidia/gridd.conf and the token in ClientConfigToken";

	if (gpu_number(patient->gpu, VALUE_VIRTUALIZATION, 0) != NVML_GPU_VIRTUALIZATION_MODE_VGPU)
		return;
	if (licence->status != NVML_SUCCESS)
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_NOTE, "vgpu-license-unknown",
			       cure, "this is a vGPU; whether it has its licence is not told here");
	else if (!strncmp(licence->text, "Unlicensed", strlen("Unlicensed")))
		doctor_add_gpu(patient->doctor, patient->bus_id, LEVEL_PROBLEM, "vgpu-unlicensed",
			       cure, "this vGPU has no licence: it becomes slow after a while");
}

/* Files of the driver that are gone are why a GPU does not start, not only why it might not. */
static void blame_firmware(struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++) {
		if (!strcmp(doctor->findings[i].id, "firmware-gone"))
			doctor->findings[i].level = LEVEL_PROBLEM;
	}
}

static void add_silent(struct doctor *doctor, const char *bus_id, nvmlReturn_t status)
{
	bool lost = status == NVML_ERROR_GPU_IS_LOST;

	if (status == NVML_ERROR_UNKNOWN)
		blame_firmware(doctor);
	doctor_add_gpu(doctor, bus_id, LEVEL_PROBLEM, lost ? "lost" : "gpu-silent",
		       lost ? "reboot; if it comes back, look at power, seat and heat"
			    : "dmesg says why (NVRM, Xid); a reset or a reboot may help",
		       "this GPU does not answer: %s", library_error(status));
}

static bool check_lost(const struct patient *patient)
{
	nvmlReturn_t status = gpu_value(patient->gpu, VALUE_UUID)->status;

	if (status == NVML_SUCCESS || text_is_missing(status))
		return false;
	add_silent(patient->doctor, patient->bus_id, status);
	return true;
}

static void check_gpu(struct doctor *doctor, struct gpu *gpu, const char *bus_id)
{
	struct patient patient = {doctor, gpu, bus_id};
	size_t before = doctor->count;

	if (check_lost(&patient))
		return;
	check_health(&patient);
	check_inforom(&patient);
	check_recovery(&patient);
	check_modes(&patient);
	check_licence(&patient);
	for (size_t i = before; i < doctor->count; i++) {
		if (doctor->findings[i].level == LEVEL_PROBLEM)
			return;
	}
	doctor_add_gpu(doctor, patient.bus_id, LEVEL_OK, "gpu", NULL, "%s answers",
		       gpu_value(gpu, VALUE_NAME)->status == NVML_SUCCESS
			   ? gpu_value(gpu, VALUE_NAME)->text
			   : "this GPU");
}

static nvmlReturn_t handle_of(const char *bus_id, nvmlDevice_t *ret_device)
{
	nvmlReturn_t (*by_address)(const char *, nvmlDevice_t *) =
	    library_symbol("nvmlDeviceGetHandleByPciBusId_v2");

	return by_address ? by_address(bus_id, ret_device) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

/* By its address, for finding it by index would mean to ask those that sleep. */
static void ask_gpu(struct doctor *doctor, unsigned int place)
{
	const char *bus_id = doctor->found.gpus[place].bus_id;
	static struct gpu gpu;
	nvmlReturn_t status;

	memset(&gpu, 0, sizeof(gpu));
	gpu.index = place; /* who is blamed: NVML's order is that of the addresses */
	if (patience_is_hung(place)) {
		add_silent(doctor, bus_id, NVML_ERROR_TIMEOUT);
		return;
	}
	patience_ask(place);
	status = handle_of(bus_id, &gpu.handle);
	if (status == NVML_SUCCESS)
		check_gpu(doctor, &gpu, bus_id);
	else if (!text_is_missing(status) && status != NVML_ERROR_NO_PERMISSION)
		add_silent(doctor, bus_id, status);
}

/* What the bus said already, or who sleeps. */
static bool is_left_out(const struct doctor *doctor, const struct found_gpu *gpu)
{
	for (size_t i = 0; i < doctor->count; i++) {
		const struct finding *finding = &doctor->findings[i];

		if (!strcmp(finding->gpu, gpu->bus_id) &&
		    (!strcmp(finding->id, "asleep") || !strcmp(finding->id, "lost")))
			return true;
	}
	return false;
}

static size_t count_left_out(const struct doctor *doctor)
{
	size_t count = 0;

	for (size_t i = 0; i < doctor->found.gpu_count; i++)
		count += is_left_out(doctor, &doctor->found.gpus[i]);
	return count;
}

static void fail(struct doctor *doctor, nvmlReturn_t status)
{
	if (doctor->found.driver.source == SOURCE_NONE && status == NVML_ERROR_DRIVER_NOT_LOADED)
		return;
	doctor_add(doctor, LEVEL_PROBLEM, "nvml",
		   status == NVML_ERROR_LIB_RM_VERSION_MISMATCH
		       ? "library and driver are of different versions: reboot after an upgrade"
		       : "cure what stands above first; then dmesg says why (NVRM)",
		   "NVML does not start: %s", library_error(status));
}

static const struct found *called; /* by open_gpu */

static void open_gpu(struct gpu *gpu)
{
	gpu->refused = patience_is_hung(gpu->index)
			   ? NVML_ERROR_TIMEOUT
			   : handle_of(called->gpus[gpu->index].bus_id, &gpu->handle);
}

static void roll_call(const struct doctor *doctor)
{
	static struct gpu gpus[NVSMI_GPUS];
	struct gpu *places[NVSMI_GPUS];
	unsigned int count = 0;

	called = &doctor->found;
	for (unsigned int i = 0; i < called->gpu_count && i < NVSMI_GPUS; i++) {
		if (is_left_out(doctor, &called->gpus[i]))
			continue;
		gpus[i].index = i;
		places[count++] = &gpus[i];
	}
	ahead_roll_call(places, count, open_gpu);
}

/* From here on a deadline may hold, and a child asks. */
static bool open_library(void)
{
	patience_start();
	return library_open();
}

void doctor_answers(struct doctor *doctor)
{
	static struct machine machine;
	size_t left_out = count_left_out(doctor);
	nvmlReturn_t status;

	if (left_out && left_out == doctor->found.gpu_count)
		return;
	if (!library_hand_over(settings.argv) || !open_library()) {
		doctor_add(doctor, LEVEL_NOTE, "no-library", "unset OPENNVML_LIBRARY",
			   "no NVML library could be loaded: GPUs are not asked");
		return;
	}
	/* Another library may wake whatever is there. */
	if (left_out && library_opens_gpus)
		return;
	status = machine_open(&machine);
	if (status != NVML_SUCCESS) {
		fail(doctor, status);
		return;
	}
	for (unsigned int i = 0; i < doctor->found.gpu_count; i++)
		patience_keep_address(i, doctor->found.gpus[i].bus_id);
	if (patience_has_hung())
		roll_call(doctor);
	for (unsigned int i = 0; i < doctor->found.gpu_count; i++) {
		if (!is_left_out(doctor, &doctor->found.gpus[i]))
			ask_gpu(doctor, i);
	}
}
