/* SPDX-License-Identifier: MIT */
/*
 * The vendor complement on a simulated machine, with a made-up library in the vendor's
 * place: when it is loaded, which functions reach it, and that handles are translated.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../api/board.h"
#include "fake.h"

#define THREADS 8

/* What the linker makes of dlopen and secure_getenv in this program. */
void *__wrap_dlopen(const char *path, int flags);
void *__real_dlopen(const char *path, int flags);
char *__wrap_secure_getenv(const char *name);

static unsigned loads;
static bool set_uid;
static const char *first_folder, *second_folder; /* what lies in two folders of the search */

void *__wrap_dlopen(const char *path, int flags)
{
	loads++;
	if (strcmp(path, "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1") == 0)
		return first_folder ? __real_dlopen(first_folder, flags) : NULL;
	if (strcmp(path, "/usr/lib64/libnvidia-ml.so.1") == 0)
		return second_folder ? __real_dlopen(second_folder, flags) : NULL;
	return strncmp(path, "/usr/", 5) == 0 ? NULL : __real_dlopen(path, flags);
}

char *__wrap_secure_getenv(const char *name)
{
	return set_uid ? NULL : getenv(name);
}

static struct board board;
__attribute__((visibility("default"))) struct fake_counts fake_counts;

static const char *fake_path(void)
{
	return getenv("FAKE_VENDOR");
}

static void begin(const char *vendor)
{
	memset(&fake_counts, 0, sizeof(fake_counts));
	if (vendor != NULL)
		setenv("OPENNVML_VENDOR", vendor, 1);
	else
		unsetenv("OPENNVML_VENDOR");
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	loads = 0;
}

static nvmlReturn_t fan_speed(nvmlDevice_t gpu)
{
	unsigned speed = 0;

	return nvmlDeviceGetFanSpeed(gpu, &speed);
}

static void nothing_is_loaded_unless_chosen(void **state)
{
	(void)state;
	begin(NULL);
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(loads, 0);
	board_stop(&board);
	begin("");
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(loads, 0);
	board_stop(&board);
}

static void a_set_uid_program_loads_nothing(void **state)
{
	(void)state;
	begin(fake_path());
	set_uid = true;
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(loads, 0);
	set_uid = false;
	board_stop(&board);
}

/* What cannot be had is looked for once in an initialisation, and said. */
static void expect_refusal(const char *vendor)
{
	setenv("OPENNVML_LOG", "1", 1);
	begin(vendor);
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	unsigned before = loads;
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(loads, before);
	assert_non_null(strstr(sim_port_last_log(board.inner), "[L07]"));
	board_stop(&board);
	unsetenv("OPENNVML_LOG");
}

static void what_is_no_vendors_library_is_refused(void **state)
{
	(void)state;
	expect_refusal("/nonexistent/libnvidia-ml.so.1");
	expect_refusal("libnvidia-ml.so.1"); /* a bare name is no path */
	expect_refusal(getenv("OPENNVML_ITSELF"));
	expect_refusal("auto"); /* found nowhere */
}

static void one_that_does_not_start_is_refused(void **state)
{
	(void)state;
	begin(fake_path());
	fake_counts.init_result = NVML_ERROR_DRIVER_NOT_LOADED;
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(fake_counts.inits, 1);
	assert_int_equal(fake_counts.answers, 0);
	board_stop(&board);
	assert_int_equal(fake_counts.shutdowns, 0);
}

static void handles_are_matched_by_uuid(void **state)
{
	char uuid[NVML_DEVICE_UUID_V2_BUFFER_SIZE];
	unsigned speeds[2] = {0, 0};

	(void)state;
	begin(fake_path());
	for (unsigned i = 0; i < 2; i++) {
		nvmlDevice_t gpu = board_gpu(i);
		assert_int_equal(nvmlDeviceGetFanSpeed(gpu, &speeds[i]), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceGetUUID(gpu, uuid, sizeof(uuid)), NVML_SUCCESS);
		assert_string_equal(fake_counts.uuid, uuid);
	}
	assert_int_equal(speeds[0], 41);
	assert_int_equal(speeds[1], 42);
	board_stop(&board);
}

static void it_starts_with_the_first_question_and_stops_with_us(void **state)
{
	(void)state;
	begin(fake_path());
	assert_int_equal(fake_counts.inits, 0);
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(fake_counts.inits, 1);
	assert_int_equal(fake_counts.shutdowns, 0);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(fake_counts.shutdowns, 1);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(fan_speed(board_gpu(0)), NVML_SUCCESS);
	assert_int_equal(fake_counts.inits, 2);
	board_stop(&board);
	assert_int_equal(fake_counts.shutdowns, 2);
}

/* The program's own names, ours, come before those of a library that it loads. */
static void its_own_calls_stay_in_it(void **state)
{
	(void)state;
	begin(fake_path());
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	assert_int_equal(fake_counts.inits_with_flags, 1);
	board_stop(&board);
}

static void arguments_pass_through(void **state)
{
	nvmlMarginTemperature_t margin = {.version = nvmlMarginTemperature_v1};
	nvmlGpmSample_t sample = NULL;

	(void)state;
	begin(fake_path());
	assert_int_equal(nvmlDeviceGetMarginTemperature(board.gpu, &margin), NVML_SUCCESS);
	assert_ptr_equal(fake_counts.structure, &margin);
	assert_int_equal(margin.marginTemperature, 17);
	assert_int_equal(nvmlGpmSampleAlloc(&sample), NVML_SUCCESS);
	assert_int_equal(nvmlGpmSampleGet(board.gpu, sample), NVML_SUCCESS);
	board_stop(&board);
}

/* Our own guards come first, and what it says of itself is no answer. */
static void refusals(void **state)
{
	nvmlMarginTemperature_t margin = {.version = 99};
	nvmlCoolerInfo_t cooler = {.version = nvmlCoolerInfo_v1};

	(void)state;
	begin(fake_path());
	assert_int_equal(nvmlDeviceGetFanSpeed(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(fan_speed(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetMarginTemperature(board.gpu, &margin),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(fake_counts.inits, 0);
	assert_int_equal(nvmlDeviceGetCoolerInfo(board.gpu, &cooler), NVML_ERROR_NOT_SUPPORTED);
	fake_counts.result = NVML_ERROR_NO_PERMISSION;
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NO_PERMISSION);
	fake_counts.result = NVML_ERROR_UNINITIALIZED;
	assert_int_equal(fan_speed(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void nothing_is_set_and_nothing_known_is_asked(void **state)
{
	unsigned temperature = 0;

	(void)state;
	begin(fake_path());
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceSetPowerManagementLimit(board.gpu, 300000),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetTemperature(board.gpu, NVML_TEMPERATURE_GPU, &temperature),
			 NVML_SUCCESS);
	assert_int_equal(temperature, 41);
	assert_int_equal(fake_counts.sets, 0);
	assert_int_equal(fake_counts.others, 0);
	board_stop(&board);
}

static void *allocate(void *context)
{
	nvmlGpmSample_t sample;

	(void)context;
	return nvmlGpmSampleAlloc(&sample) == NVML_SUCCESS ? &board : NULL;
}

static void many_first_questions_start_it_once(void **state)
{
	pthread_t threads[THREADS];
	void *answered;

	(void)state;
	begin(fake_path());
	for (unsigned i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, allocate, NULL), 0);
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &answered);
		assert_non_null(answered);
	}
	assert_int_equal(fake_counts.inits, 1);
	board_stop(&board);
}

/* Our handle goes on; the vendor's library is started again, as its own does not. */
static int ask_in_child(void)
{
	unsigned before = fake_counts.inits;

	if (fan_speed(board.gpu) != NVML_SUCCESS)
		return 1;
	return fake_counts.inits == before + 1 ? 0 : 2;
}

static void a_child_starts_it_anew(void **state)
{
	int status = -1;

	(void)state;
	begin(fake_path());
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	pid_t child = fork();
	if (child == 0)
		_exit(ask_in_child());
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	board_stop(&board);
}

/* A copy of this library in an earlier folder is passed over. */
static void the_search_passes_over_ourselves(void **state)
{
	(void)state;
	first_folder = getenv("OPENNVML_ITSELF");
	second_folder = fake_path();
	begin("auto");
	assert_int_equal(fan_speed(board.gpu), NVML_SUCCESS);
	assert_int_equal(fake_counts.inits, 1);
	board_stop(&board);
	first_folder = second_folder = NULL;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_loaded_unless_chosen),
	    cmocka_unit_test(a_set_uid_program_loads_nothing),
	    cmocka_unit_test(what_is_no_vendors_library_is_refused),
	    cmocka_unit_test(the_search_passes_over_ourselves),
	    cmocka_unit_test(one_that_does_not_start_is_refused),
	    cmocka_unit_test(handles_are_matched_by_uuid),
	    cmocka_unit_test(it_starts_with_the_first_question_and_stops_with_us),
	    cmocka_unit_test(its_own_calls_stay_in_it),
	    cmocka_unit_test(arguments_pass_through),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(nothing_is_set_and_nothing_known_is_asked),
	    cmocka_unit_test(many_first_questions_start_it_once),
	    cmocka_unit_test(a_child_starts_it_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
