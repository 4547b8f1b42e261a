/* SPDX-License-Identifier: MIT */
/* How near two PCI devices are, by the names of their directories in sysfs alone. */
#ifndef NVML_SYS_PCI_PATH_H
#define NVML_SYS_PCI_PATH_H

/* Where devices have no host bridge in common: their NUMA nodes decide. */
#define PCI_PATH_APART 0u

/* NVML_TOPOLOGY_SINGLE, _MULTIPLE or _HOSTBRIDGE, or PCI_PATH_APART. */
unsigned int pci_path_level(const char *a, const char *b);

#endif
