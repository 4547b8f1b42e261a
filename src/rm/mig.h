/* SPDX-License-Identifier: MIT */
/* What the two files of MIG share. */
#ifndef OPENNVML_RM_MIG_H
#define OPENNVML_RM_MIG_H

#include "rm/rm.h"

struct rm_session;

/* One more place, by its first and last slice, unless they are none. Room is for MIG_INSTANCES_MAX.
 */
void rm_mig_add_span(uint64_t lo, uint64_t hi, struct mig_capacity *capacity);
bool rm_mig_size_is_mini(uint32_t compute);
/* What a partition flag says of an instance: all but slices, units, engines and memory. */
void rm_mig_profile_of_flag(uint32_t flag, struct mig_profile *ret_profile);
/* The one that the session is subscribed to, which must be gi. */
nvmlReturn_t rm_mig_instance_of(const struct rm_session *session, uint32_t gi,
				struct mig_instance *ret_instance);
void rm_mig_compute_fill(struct provider_ops *ops);

#endif
