/* SPDX-License-Identifier: MIT */
/*
 * Rights of MIG. A right is an open /dev/nvidia-caps node, handed to the driver when
 * an object is made. Seeing one's own instance, and configuring, live in a client of
 * their own that is freed after the question: an instance that somebody is subscribed
 * to cannot be destroyed, so a monitor must not stay subscribed.
 */
#ifndef OPENNVML_RM_MIG_SESSION_H
#define OPENNVML_RM_MIG_SESSION_H

#include "rm/rm.h"

/*
 * A client with objects of the GPU: gi and ci are the instances to subscribe to,
 * MIG_NO_ID for none. With configure the right to change partitions is asked for
 * too; without it the driver decides at the control, since administrators need none.
 */
nvmlReturn_t rm_mig_open(struct gpu *gpu, uint32_t gi, uint32_t ci, bool configure,
			 struct rm_session *ret_session);
void rm_mig_close(const struct rm_session *session);
/* To the object of the session that the command belongs to. */
nvmlReturn_t rm_mig_control(const struct rm_session *session, enum rm_cmd cmd, void *neutral);

/*
 * What the driver tells of a partitioned GPU to monitors only: the question is asked
 * again with that right when it was refused without. One call wherever it is not.
 * A session asks for its instance instead.
 */
nvmlReturn_t rm_control_seeing(struct gpu *gpu, const struct rm_session *session, enum rm_cmd cmd,
			       void *neutral);

/* Chapters that a MIG device shares; session NULL: the whole GPU. */
nvmlReturn_t rm_memory_seen(struct gpu *gpu, const struct rm_session *session,
			    struct memory_state *ret_memory);
nvmlReturn_t rm_bar1_seen(struct gpu *gpu, const struct rm_session *session,
			  struct bar1_state *ret_bar1);
nvmlReturn_t rm_processes_seen(struct gpu *gpu, const struct rm_session *session,
			       enum process_kind kind, struct process_state *ret_list,
			       uint32_t *ret_count);
/* Whether MIG is on; false when nobody can tell. No system call where the page tells. */
bool rm_mig_is_on(struct gpu *gpu);

#endif
