/* SPDX-License-Identifier: MIT */
/*
 * Several processes and one driver: whose client it is, who may open a device, who may map and
 * copy, what outlives whom (errata A5, transport 6, C3, rs_access_map.c). Runs under nvsim on
 * machine.yaml, which claims 550.90.07. Prints each failed check; exits 1 if any.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raw.h"

enum {
	RM_DUP_OBJECT = 0x34,
	RM_SHARE = 0x35,
	CLASS_DIAG = 0x208f,
	GET_COMPUTE_MODE = 0x20800131,
	SET_COMPUTE_MODE = 0x20800130,
	INVALID_CLIENT = 0x23,
	NO_PERMISSION = 0x1b,
	IN_USE = 0x63,
	SHARE_ALL = 1,
	RIGHT_DUP = 1,
	DEVICE = 0x10,
	SUBDEVICE = 0x11,
	PAGE = 0x12,
	CHILD_OBJECT = 0x13,
	COPY = 0x14,
	NOBODY = 65534,
	CAP_SYS_ADMIN_BIT = 21,
};

/* One client with a device, what a library has open. */
struct client {
	int ctl, gpu;
	unsigned root;
};

static unsigned control(const struct client *client, unsigned object, unsigned number, void *params,
			unsigned size)
{
	unsigned char block[32] = {0};
	put32(block, client->root);
	put32(block + 4, object);
	put32(block + 8, number);
	put_pointer(block + 16, params);
	put32(block + 24, size);
	CHECK(escape(client->ctl, RM_CONTROL, block, sizeof block), 0);
	return get32(block + OLD_DRIVER_STATUS);
}

static unsigned ask(const struct client *client)
{
	unsigned char rules[4];
	return control(client, SUBDEVICE, GET_COMPUTE_MODE, rules, sizeof rules);
}

static unsigned map_page(const struct client *client)
{
	unsigned char block[56] = {0};
	int fd = open_node("/dev/nvidiactl", O_RDWR);
	put32(block, client->root);
	put32(block + 4, SUBDEVICE);
	put32(block + 8, PAGE);
	put32(block + 24, SHARED_DATA_SIZE);
	put32(block + 44, 1);
	put32(block + 48, (unsigned)fd);
	CHECK(escape(client->ctl, RM_MAP, block, sizeof block), 0);
	close(fd);
	return get32(block + 40);
}

static unsigned copy_page(const struct client *client, unsigned from)
{
	unsigned char block[28] = {0};
	put32(block, client->root);
	put32(block + 4, SUBDEVICE);
	put32(block + 8, COPY);
	put32(block + 12, from);
	put32(block + 16, PAGE);
	CHECK(escape(client->ctl, RM_DUP_OBJECT, block, sizeof block), 0);
	return get32(block + 24);
}

static struct client open_client(void)
{
	struct client client = {open_node("/dev/nvidiactl", O_RDWR),
				open_node("/dev/nvidia0", O_RDWR), 0};
	unsigned char params[PARAMS_ROOM] = {0};
	client.root = rm_root(client.ctl);
	CHECK(rm_device(client.ctl, client.root, DEVICE, 0), 0);
	CHECK(rm_alloc(client.ctl, client.root, DEVICE, SUBDEVICE, CLASS_SUBDEVICE, params, 4), 0);
	CHECK(rm_alloc(client.ctl, client.root, SUBDEVICE, PAGE, CLASS_SHARED_DATA, params, 8), 0);
	return client;
}

static void close_client(const struct client *client)
{
	close(client->gpu);
	close(client->ctl);
}

static void in_child(void (*part)(const struct client *), const struct client *client)
{
	int status = -1;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		failures = 0;
		part(client);
		fflush(stdout);
		_exit(failures != 0);
	}
	CHECK(waitpid(child, &status, 0), child);
	CHECK(status, 0);
}

/* An inherited descriptor is the same open file: everything but a mapping. */
static void use_as_heir(const struct client *client)
{
	CHECK(ask(client), 0);
	CHECK(rm_alloc(client->ctl, client->root, SUBDEVICE, CHILD_OBJECT, CLASS_DIAG, NULL, 0), 0);
	CHECK(map_page(client), INVALID_CLIENT);
}

/* The heir's own files are another client's, and another process's. */
static void use_as_stranger(const struct client *client)
{
	struct client own = open_client();
	struct client borrowed = {own.ctl, own.gpu, client->root};
	CHECK(ask(&own), 0);
	CHECK(ask(&borrowed), INVALID_CLIENT);
	CHECK(copy_page(&own, client->root), NO_PERMISSION);
	CHECK(map_page(&own), 0);
	close_client(&own);
}

static void use_what_is_shared(const struct client *client)
{
	struct client own = open_client();
	CHECK(copy_page(&own, client->root), 0);
	close_client(&own);
}

static void share_with_all(const struct client *client)
{
	unsigned char block[24] = {0};
	put32(block, client->root);
	put32(block + 4, PAGE);
	put32(block + 12, RIGHT_DUP);
	put32(block + 16, SHARE_ALL);
	CHECK(escape(client->ctl, RM_SHARE, block, sizeof block), 0);
	CHECK(get32(block + 20), 0);
}

static void run_heirs(void)
{
	struct client client = open_client();
	in_child(use_as_heir, &client);
	CHECK(rm_alloc(client.ctl, client.root, SUBDEVICE, CHILD_OBJECT, CLASS_DIAG, NULL, 0),
	      IN_USE); /* one of that class, and the heir made it */
	CHECK(map_page(&client), 0);
	in_child(use_as_stranger, &client);
	share_with_all(&client);
	in_child(use_what_is_shared, &client);
	CHECK(ask(&client), 0); /* what children closed was not ours */
	close_client(&client);
}

union passed {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(int))];
};

static void pass(int through, int fd)
{
	union passed passed = {.header = {.cmsg_level = SOL_SOCKET,
					  .cmsg_type = SCM_RIGHTS,
					  .cmsg_len = CMSG_LEN(sizeof(int))}};
	struct iovec part = {"x", 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = &passed,
				 .msg_controllen = sizeof passed};
	memcpy(CMSG_DATA(&passed.header), &fd, sizeof fd);
	CHECK(sendmsg(through, &message, 0), 1);
}

static int take(int from)
{
	union passed passed;
	char byte;
	int fd = -1;
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = &passed,
				 .msg_controllen = sizeof passed};
	CHECK(recvmsg(from, &message, 0), 1);
	memcpy(&fd, CMSG_DATA(&passed.header), sizeof fd);
	return fd;
}

/* Gets a control file, then a node; the giver closes both, and tells by a last byte. */
static void receive(int from, unsigned root)
{
	unsigned char params[PARAMS_ROOM] = {0};
	struct client given = {take(from), -1, root};
	int ctl = open_node("/dev/nvidiactl", O_RDWR);
	unsigned own = rm_root(ctl);
	char byte;
	CHECK(ask(&given), 0);
	CHECK(rm_device(ctl, own, DEVICE, 0), NO_PERMISSION); /* no node in this process */
	CHECK(write(from, "y", 1), 1);
	given.gpu = take(from);
	CHECK(rm_device(ctl, own, DEVICE, 0), 0);
	CHECK(rm_alloc(ctl, own, DEVICE, SUBDEVICE, CLASS_SUBDEVICE, params, 4), 0);
	CHECK(read(from, &byte, 1), 1);
	CHECK(ask(&given), 0); /* the giver closed its own */
	close(given.gpu);
	/* The last node: its devices end in all clients. */
	CHECK(rm_alloc(ctl, own, DEVICE, SUBDEVICE, CLASS_SUBDEVICE, params, 4), STATUS_NOT_FOUND);
	CHECK(ask(&given), STATUS_NOT_FOUND);
	CHECK(ask(&(struct client){ctl, -1, own}), STATUS_NOT_FOUND);
}

static void run_passed(void)
{
	int pair[2], status = -1, told[2];
	char byte;
	unsigned root = 0;
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	CHECK(pipe(told), 0);
	pid_t child = fork(); /* before anything is open */
	if (child == 0) {
		close(pair[0]);
		CHECK(read(told[0], &root, sizeof root), sizeof root);
		receive(pair[1], root);
		fflush(stdout);
		_exit(failures != 0);
	}
	close(pair[1]);
	struct client client = open_client();
	CHECK(write(told[1], &client.root, sizeof client.root), sizeof client.root);
	pass(pair[0], client.ctl);
	CHECK(read(pair[0], &byte, 1), 1);
	pass(pair[0], client.gpu);
	close_client(&client);
	CHECK(write(pair[0], "z", 1), 1);
	CHECK(waitpid(child, &status, 0), child);
	CHECK(status, 0);
	close(pair[0]);
}

static int is_admin(void)
{
	char text[4096] = "";
	int fd = open("/proc/self/status", O_RDONLY);
	if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
		return 0;
	close(fd);
	char *at = strstr(text, "CapEff:");
	return at && strtoull(at + 7, NULL, 16) >> CAP_SYS_ADMIN_BIT & 1;
}

/* The privilege is that of the task at each call, whoever opened the file. */
static void lower(const struct client *client)
{
	unsigned char rules[8] = {0};
	unsigned as_root = control(client, SUBDEVICE, SET_COMPUTE_MODE, rules, sizeof rules);
	CHECK(as_root, is_admin() ? 0 : NO_PERMISSION);
	if (geteuid() == 0 && setuid(NOBODY) < 0)
		return;
	CHECK(ask(client), 0);
	CHECK(control(client, SUBDEVICE, SET_COMPUTE_MODE, rules, sizeof rules), NO_PERMISSION);
	struct client own = open_client(); /* the nodes are everybody's */
	CHECK(ask(&own), 0);
	close_client(&own);
}

static void run_users(void)
{
	struct client client = open_client();
	in_child(lower, &client);
	close_client(&client);
}

int main(void)
{
	run_heirs();
	run_passed();
	run_users();
	return failures != 0;
}
