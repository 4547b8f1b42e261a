/* SPDX-License-Identifier: MIT */
/* The vGPUs of machines/vgpu.yaml and of the L40S host, as the tests name them. */
#ifndef OPENNVML_TESTS_VGPU_H
#define OPENNVML_TESTS_VGPU_H

#define A100_GUEST 3251634213u
#define A100_STARTING 3251634217u
#define T4_GUEST 21211u
#define L40S_GUEST 3251634213u
#define L40S_STARTING 3251634217u

#define A100_20C 472u
#define A100_1_5C 474u
#define T4_4Q 232u
#define L40S_1Q 1147u
#define L40S_8Q 1152u
#define L40S_12Q 1153u
#define L40S_48Q 1156u
#define NO_TYPE 99999u

#define DRIVER_535 "535.288.01"
#define DRIVER_550 "550.163.01"
#define DRIVER_570 "570.211.01"
#define DRIVER_575 "575.64.05"
#define DRIVER_580 "580.142"
#define DRIVER_595 "595.45.04"

#endif
