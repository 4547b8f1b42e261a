/* SPDX-License-Identifier: MIT */
/* nvsmi power-smoothing: preset profiles that keep a GPU's power from jumping. */

#include "commands.h"
#include "subcommand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By NVML_POWER_SMOOTHING_PROFILE_PARAM_... */
static const struct {
	const char *name; /* as -upp takes it */
	const char *label;
	unsigned int field;
	enum form form;
	double most; /* 0: no bound is known */
} parameters[NVML_POWER_SMOOTHING_NUM_PROFILE_PARAMS] = {
    {"percent-tmp-floor", "% TMP Floor", NVML_FI_PWR_SMOOTHING_PROFILE_PERCENT_TMP_FLOOR,
     FORM_PERCENT, 100},
    {"ramp-up-rate", "Ramp Up Rate", NVML_FI_PWR_SMOOTHING_PROFILE_RAMP_UP_RATE, FORM_MW_PER_S},
    {"ramp-down-rate", "Ramp Down Rate", NVML_FI_PWR_SMOOTHING_PROFILE_RAMP_DOWN_RATE,
     FORM_MW_PER_S},
    {"ramp-down-hysteresis", "Ramp Down Hysteresis",
     NVML_FI_PWR_SMOOTHING_PROFILE_RAMP_DOWN_HYST_VAL, FORM_MILLISECONDS},
    {"secondary-power-floor", "Secondary Power Floor",
     NVML_FI_PWR_SMOOTHING_PROFILE_SECONDARY_POWER_FLOOR, FORM_WHOLE_WATTS},
    {"primary-floor-act-window-multiplier", "Primary Floor Activation Window Multiplier",
     NVML_FI_PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_ACT_WIN_MULT, FORM_TEXT},
    {"primary-floor-tar-window-multiplier", "Primary Floor Target Window Multiplier",
     NVML_FI_PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_TAR_WIN_MULT, FORM_TEXT},
    {"primary-floor-act-offset", "Primary Floor Activation Offset",
     NVML_FI_PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_ACT_OFFSET, FORM_WHOLE_WATTS},
};

static void print_help(void)
{
	out("nvsmi power-smoothing: presets that keep a GPU's power from jumping\n\n"
	    "  -ppd, --print-profile-definitions   what each preset profile consists of\n"
	    "  -s,   --set-state=0|1               turn it off or on; needs root, as all that\n"
	    "                                      follows\n"
	    "  -spp, --set-preset-profile=NUMBER   put this one in force\n"
	    "  -upp, --update-preset-profile=NUMBER,NAME,VALUE\n"
	    "                                      change one value of a preset:\n");
	for (size_t i = 0; i < COUNT_OF(parameters); i++)
		out("%38s%s\n", "", parameters[i].name);
	out("  -i,   --id=ID,...                   only these GPUs: index, UUID, bus id or\n"
	    "                                      serial\n"
	    "  -h,   --help                        this text\n\n"
	    "What is in force is in nvsmi -q -d POWER_SMOOTHING.\n");
}

static int fail(const char *what, struct gpu *gpu, nvmlReturn_t status)
{
	if (status != NVML_ERROR_NOT_SUPPORTED && status != NVML_ERROR_FUNCTION_NOT_FOUND)
		return subcommand_fail(what, gpu, status);
	complain("Power Smoothing feature is not supported on this device.\n");
	return NVML_ERROR_NOT_SUPPORTED;
}

static void print_parameter(struct gpu *gpu, unsigned int profile, size_t place)
{
	struct value value = {.asked = true};
	char text[32];

	value.status = gpu_field(gpu, parameters[place].field, profile, &value.number);
	out("\t\t%-43s: %s\n", parameters[place].label,
	    text_value(text, sizeof(text), &value, parameters[place].form, false));
}

static int print_profiles(struct gpu *gpu, const char *text)
{
	const struct value *count = gpu_value(gpu, VALUE_SMOOTHING_PROFILES);

	(void)text;
	if (count->status != NVML_SUCCESS)
		return fail("Unable to determine the preset profiles", gpu, count->status);
	for (unsigned int i = 0;
	     i < NVML_POWER_SMOOTHING_MAX_NUM_PROFILES && (int64_t)i < count->number; i++) {
		out("\tPreset Profile %u\n", i);
		for (size_t place = 0; place < COUNT_OF(parameters); place++)
			print_parameter(gpu, i, place);
	}
	return 0;
}

static int refuse(const char *what, const char *text)
{
	complain("Invalid %s: %s\n", what, text);
	return EXIT_ARGUMENT;
}

static int set_state(struct gpu *gpu, const char *text)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPowerSmoothingState_t *);
	nvmlPowerSmoothingState_t state = {.version = nvmlPowerSmoothingState_v1};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
		return refuse("power smoothing state", text);
	state.state = *text == '1' ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
	function = library_change("nvmlDevicePowerSmoothingSetState");
	if (function)
		status = function(gpu_device(gpu), &state);
	if (status != NVML_SUCCESS)
		return fail("Unable to set the power smoothing state", gpu, status);
	out("\t Power smoothing set to %s\n", *text == '1' ? "ENABLED" : "DISABLED");
	return 0;
}

/* The number up to a comma or the end. */
static bool read_profile(const char *text, unsigned int *ret_profile)
{
	size_t length = strcspn(text, ",");

	return length > 0 &&
	       text_is_number(text, length, NVML_POWER_SMOOTHING_MAX_NUM_PROFILES - 1, ret_profile);
}

static int activate(struct gpu *gpu, const char *text)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPowerSmoothingProfile_t *);
	nvmlPowerSmoothingProfile_t profile = {.version = nvmlPowerSmoothingProfile_v1};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int number;

	if (strchr(text, ',') || !read_profile(text, &number))
		return refuse("preset profile", text);
	profile.profileId = number;
	function = library_change("nvmlDevicePowerSmoothingActivatePresetProfile");
	if (function)
		status = function(gpu_device(gpu), &profile);
	if (status != NVML_SUCCESS)
		return fail("Unable to set the preset profile", gpu, status);
	out("\t Preset profile set to %u\n", number);
	return 0;
}

static bool read_value(const char *text, double most, double *ret_value)
{
	char *end;

	if (*text < '0' || *text > '9' || strspn(text, "0123456789.") != strlen(text))
		return false;
	*ret_value = strtod(text, &end);
	return *end == '\0' && (most == 0 || *ret_value <= most);
}

/* NUMBER,NAME,VALUE */
static bool read_update(const char *text, nvmlPowerSmoothingProfile_t *profile)
{
	const char *name = strchr(text, ',');
	const char *value = name ? strchr(name + 1, ',') : NULL;

	if (!value || !read_profile(text, &profile->profileId))
		return false;
	for (unsigned int i = 0; i < COUNT_OF(parameters); i++) {
		if (!text_is_word(name + 1, (size_t)(value - name - 1), parameters[i].name))
			continue;
		profile->paramId = i;
		return read_value(value + 1, parameters[i].most, &profile->value);
	}
	return false;
}

static int update(struct gpu *gpu, const char *text)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPowerSmoothingProfile_t *);
	nvmlPowerSmoothingProfile_t profile = {.version = nvmlPowerSmoothingProfile_v1};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (!read_update(text, &profile))
		return refuse("value of a preset profile", text);
	/* The library may write what it was given. */
	const unsigned int number = profile.profileId;
	const char *name = parameters[profile.paramId].name;

	function = library_change("nvmlDevicePowerSmoothingUpdatePresetProfileParam");
	if (function)
		status = function(gpu_device(gpu), &profile);
	if (status != NVML_SUCCESS)
		return fail("Unable to update the preset profile", gpu, status);
	out("\t Preset profile %u: %s set to %s\n", number, name, strrchr(text, ',') + 1);
	return 0;
}

int command_power_smoothing(int argc, char **argv)
{
	static const struct subcommand_view views[] = {
	    {"-ppd", "--print-profile-definitions", false, print_profiles},
	    {"-s", "--set-state", true, set_state, "0 1", true},
	    {"-spp", "--set-preset-profile", true, activate, "0 1 2 3 4", true},
	    {"-upp", "--update-preset-profile", true, update, NULL, true},
	    {0},
	};

	return subcommand_run(argc, argv, views, print_help, NULL, NULL);
}
