/* SPDX-License-Identifier: MIT */
/* The schema of a machine file: which keys exist, of which type. */
#ifndef OPENNVML_SIM_MACHINE_SCHEMA_H
#define OPENNVML_SIM_MACHINE_SCHEMA_H

#include <cyaml/cyaml.h>

extern const cyaml_schema_field_t machine_process_fields[];
extern const cyaml_schema_field_t machine_load_fields[];
extern const cyaml_schema_field_t machine_physics_fields[];
extern const cyaml_schema_field_t machine_time_fields[];
extern const cyaml_schema_field_t machine_mig_fields[];
extern const cyaml_schema_field_t machine_state_fields[];
extern const cyaml_schema_field_t machine_model_fields[];
extern const cyaml_schema_field_t machine_gpu_fields[];
extern const cyaml_schema_field_t machine_nic_fields[];
extern const cyaml_schema_field_t machine_event_fields[];
extern const cyaml_schema_field_t machine_vgpu_type_fields[];
extern const cyaml_schema_field_t machine_vgpu_fields[];
extern const cyaml_schema_field_t machine_vgpu_process_fields[];
extern const cyaml_schema_field_t machine_fields[];
extern const cyaml_schema_value_t machine_model_schema; /* a file of the catalogue */
extern const cyaml_schema_value_t machine_schema;

#endif
