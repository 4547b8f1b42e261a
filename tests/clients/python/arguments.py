# SPDX-License-Identifier: MIT
"""What the functions of nvidia-ml-py are called with, by the names of their parameters."""
import ctypes
import functools
import inspect
import itertools
import os
import re

import pynvml as P

TIMEOUT_MS = 5
MIB = 1 << 20

# Values by parameter. Enumerations are gone through from end to end.
PLAIN = {
    'accounting': [0], 'apiType': [0, 1], 'c_nonce': [bytes(range(32))], 'capability': range(4), 'clockType': range(4),
    'color': [0], 'computeInstanceId': [0], 'control': None, 'counter': range(2), 'counterType': range(2), 'cpuNumber': [0],
    'cpuSetSize': [4], 'enabled': [1], 'encoderQueryType': range(3), 'encoder_capacity': [100], 'engProfile': [0],
    'errorType': range(2), 'eventDataSize': [1], 'eventTypes': [P.nvmlEventTypeXidCriticalError], 'fan': [0],
    'fanControlPolicy': [0], 'fieldIds': [[P.NVML_FI_DEV_MEMORY_TEMP, P.NVML_FI_DEV_POWER_INSTANT]], 'flags': [0],
    'freeze': [0], 'gpuInstanceId': [0], 'heterogeneous_mode': [0], 'hostname': [b'node-1'], 'id': range(4), 'index': [0],
    'infoRomObject': range(3), 'isRestricted': [0], 'l1threshold': [10], 'level': [0, 10, 20, 30, 40, 50],
    'limit': [300000], 'link': [0, 11], 'locationType': range(8), 'maxGpuClockMHz': [1000], 'maxGraphicsClockMHz': [1000],
    'maxMemClockMHz': [1000], 'max_atk_adv': [1 << 60], 'memoryClockMHz': [2619], 'minGpuClockMHz': [500],
    'minMemClockMHz': [500], 'mode': [0], 'model': [0], 'newState': [0], 'nodeSetSize': [4], 'nvmlErrorCode': [3],
    'offset': [0], 'p2pIndex': range(6), 'perfPolicyType': range(6), 'pid': [os.getpid(), 41207], 'powerLimit': [300000],
    'powerScope': [0], 'profile': range(10), 'profileId': [0, 19], 'pstate': [0], 'reset': [0], 'result': range(30),
    'sampling_type': range(8), 'scope': range(2), 'sensor': [0], 'sensorindex': [0, 15], 'sourceFilter': range(2),
    'speed': [50], 'state': [0], 'temp': [80], 'threshold': range(8), 'timeStamp': [0], 'timeoutMs': [TIMEOUT_MS],
    'timeoutms': [TIMEOUT_MS], 'type': range(4), 'virtualization_mode': [0],
}
# Where the name alone does not say it.
SPECIAL = {
    ('nvmlUnitGetTemperature', 'type'): range(3),
    ('nvmlDeviceGetHandleByUUIDV', 'type'): [1],
    ('nvmlDeviceGetInforomVersion', 'infoRomObject'): range(3),
    ('nvmlDevicePowerSmoothingActivatePresetProfile', 'profile'): 'c_nvmlPowerSmoothingProfile_v1_t',
    ('nvmlDevicePowerSmoothingUpdatePresetProfileParam', 'profile'): 'c_nvmlPowerSmoothingProfile_v1_t',
    ('nvmlDevicePowerSmoothingSetState', 'state'): 'c_nvmlPowerSmoothingState_v1_t',
    ('nvmlDeviceGetGpuInstanceProfileInfo', 'version'): [1, 2],
    ('nvmlGpuInstanceGetComputeInstanceProfileInfo', 'version'): [1, 2],
    ('nvmlDeviceGetMemoryInfo', 'version'): [None, P.nvmlMemory_v2],
    ('nvmlDeviceGetGspFirmwareVersion', 'version'): [None],
    ('nvmlDeviceGetRunningProcessDetailList', 'mode'): range(3),
    ('nvmlDeviceSetPersistenceMode', 'mode'): [1],
    ('nvmlSystemSetNvlinkBwMode', 'mode'): [0],
    ('nvmlDeviceSetVgpuCapabilities', 'capability'): [5],
    ('nvmlGetVgpuDriverCapabilities', 'capability'): range(2),
    ('nvmlDeviceGetGpuInstances', 'profileId'): [0],
}
# Structures by parameter, and by function where the parameter says too little.
STRUCTS = {
    'c_ccMemSize': None, 'c_vgpu_instance_info': 'c_nvmlActiveVgpuInstanceInfo_v1_t', 'c_vgpus': 'c_nvmlVgpuTypeIdInfo_v1_t',
    'c_vgpu_placements': 'c_nvmlVgpuCreatablePlacementInfo_v1_t',
    'c_vgpu_sched_log_info': 'c_nvmlVgpuSchedulerLogInfo_v1_t', 'c_vgpu_sched_log_info_v2': 'c_nvmlVgpuSchedulerLogInfo_v2_t',
    'c_vgpu_sched_state_info': 'c_nvmlVgpuSchedulerStateInfo_v1_t', 'sched_state_v2': 'c_nvmlVgpuSchedulerState_v2_t',
    'c_vgpu_sched_state_info_v2': 'c_nvmlVgpuSchedulerStateInfo_v2_t', 'caps': 'c_nvmlDeviceCapabilities_v1_t',
    'config': 'c_nvmlGpuOperationalEventConfig_v1_t', 'control': 'nvmlNvLinkUtilizationControl_t',
    'counts': 'c_nvmlEccSramUniqueUncorrectedErrorCounts_v1_t', 'cper': 'c_nvmlGetCPER_v1_t',
    'currentProfiles': 'c_nvmlWorkloadPowerProfileCurrentProfiles_v1_t', 'getBwMode': 'c_nvmlNvlinkGetBwMode_v1_t',
    'metricsGet': 'c_nvmlGpmMetricsGet_t', 'pgpuMetadata': 'c_nvmlVgpuPgpuMetadata_t', 'platformInfo': 'c_nvmlPlatformInfo_v2_t',
    'profilesInfo': 'c_nvmlWorkloadPowerProfileProfilesInfo_v1_t',
    'requestedProfiles': 'c_nvmlWorkloadPowerProfileRequestedProfiles_v1_t', 'setBwMode': 'c_nvmlNvlinkSetBwMode_v1_t',
    'setBwModeAsync': 'c_nvmlNvlinkSetBwModeAsync_v1_t', 'supportedBwModes': 'c_nvmlNvlinkSupportedBwModes_v1_t',
    'updateProfiles': 'c_nvmlWorkloadPowerProfileUpdateProfiles_v1_t', 'vgpuMetadata': 'c_nvmlVgpuMetadata_t',
    'vgpuVersion': 'c_nvmlVgpuVersion_t',
    ('nvmlDeviceGetPciInfoExt', 'c_info'): 'nvmlPciInfoExt_v1_t',
    ('nvmlDeviceReadWritePRM_v1', 'c_info'): 'c_nvmlPRMTLV_v1_t',
    ('nvmlDeviceGetGpuFabricInfo', 'gpuFabricInfo'): 'c_nvmlGpuFabricInfo_t',
    ('nvmlDeviceGetGpuFabricInfoV', 'gpuFabricInfo'): 'c_nvmlGpuFabricInfo_v3_t',
    ('nvmlDeviceGetGpuFabricInfo_v4', 'gpuFabricInfo'): 'c_nvmlGpuFabricInfo_v4_t',
    ('nvmlDeviceGetPowerMizerMode_v1', 'info'): 'c_nvmlDevicePowerMizerModes_v1_t',
    ('nvmlDeviceSetPowerMizerMode_v1', 'info'): 'c_nvmlDevicePowerMizerModes_v1_t',
    ('nvmlDeviceGetClockOffsets', 'info'): 'c_nvmlClockOffset_t',
    ('nvmlDeviceSetClockOffsets', 'info'): 'c_nvmlClockOffset_t',
    ('nvmlDeviceGetNvLinkInfo', 'info'): 'c_nvmlNvLinkInfo_v2_t',
    ('nvmlDeviceGetRemappedRows_v2', 'info'): 'c_nvmlRemappedRowsInfo_v2_t',
    ('nvmlDeviceGetAdaptiveTgpModeInfo_v1', 'info'): 'c_nvmlAdaptiveTgpModeInfo_v1_t',
    ('nvmlDeviceGetSramEccErrorStatus', 'status'): 'c_nvmlEccSramErrorStatus_v1_t',
    ('nvmlDeviceGetBankRemapperStatus_v1', 'status'): 'c_nvmlEccBankRemapperStatus_v1_t',
    ('nvmlSystemGetConfComputeSettings', 'settings'): 'c_nvmlSystemConfComputeSettings_v1_t',
    ('nvmlDeviceSetRusdSettings_v1', 'settings'): 'c_nvmlRusdSettings_v1_t',
    ('nvmlDeviceGetNvLinkTelemetrySamples_v1', 'samples'): 'c_nvmlNvlinkTelemetrySamples_v1_t',
    ('nvmlDevicePerfMetricsGetSamples_v1', 'samples'): 'c_nvmlPerfMetricsSamples_v1_t',
    ('nvmlDeviceSetMemoryLimits_v1', 'limits'): 'c_nvmlSetMemoryLimits_v1_t',
    ('nvmlDeviceGetMemoryLimits_v1', 'limits'): 'c_nvmlGetMemoryLimits_v1_t',
    ('nvmlDeviceSetVgpuSchedulerState', 'sched_state'): 'c_nvmlVgpuSchedulerSetState_t',
    ('nvmlGpuInstanceSetVgpuSchedulerState', 'sched_state'): 'c_nvmlVgpuSchedulerState_v1_t',
    ('nvmlEventSetWait_v3', 'params'): 'c_nvmlEventSetWait_v3_t',
    ('nvmlEventSetGetContextCount_v1', 'params'): 'c_nvmlEventSetGetContextCount_v1_t',
    ('nvmlEventSetGetContextInfo_v1', 'params'): 'c_nvmlEventSetGetContextInfo_v1_t',
    ('nvmlEventSetGetContextData_v1', 'params'): 'c_nvmlEventSetGetContextData_v1_t',
    ('nvmlEventSetGetGpuOperationalEventContextLegacyXid_v1', 'params'):
        'c_nvmlEventSetGetGpuOperationalEventContextLegacyXid_v1_t',
    ('nvmlDeviceCreateGpuInstanceWithPlacement', 'placement'): 'c_nvmlGpuInstancePlacement_t',
    ('nvmlGpuInstanceCreateComputeInstanceWithPlacement', 'placement'): 'c_nvmlComputeInstancePlacement_t',
}
# The faults of the module's own: it looks for members or names that it does not define.
WRAPPER_FAULTS = {
    'nvmlDeviceGetThermalSettings',
}

# C functions that a wrapper reaches only after another one has answered.
BEHIND = {
    'nvmlDeviceGetVgpuTypeSupportedPlacements': 'nvmlVgpuTypeGetMaxInstances',
    'nvmlDeviceGetVgpuTypeCreatablePlacements': 'nvmlVgpuTypeGetMaxInstances',
    'nvmlGpuInstanceGetVgpuTypeCreatablePlacements': 'nvmlVgpuTypeGetMaxInstancesPerGpuInstance',
}

# Return codes beside success and NOT_SUPPORTED that a call with these arguments may have, and why.
INVALID, NOT_FOUND, SIZE = 'NVML_ERROR_INVALID_ARGUMENT', 'NVML_ERROR_NOT_FOUND', 'NVML_ERROR_INSUFFICIENT_SIZE'
EXPECTED = [
    # Objects that these machines do not have are refused, as NVIDIA's library does.
    (r'nvmlUnit\w+', [INVALID], 'no S-class unit is attached'),
    (r'nvmlGpuInstance\w+|nvmlComputeInstance\w+', [INVALID], 'without MIG there is no such instance'),
    (r'nvmlDeviceGet(GpuInstanceId|ComputeInstanceId|DeviceHandleFromMigDeviceHandle)', [INVALID], 'not a MIG device'),
    (r'nvmlDeviceGetMigDeviceHandleByIndex', [NOT_FOUND, INVALID], 'no MIG device'),
    (r'nvmlGetExcludedDeviceInfoByIndex', [INVALID], 'no GPU is excluded'),
    (r'nvmlEventSet(Wait_v2|Free)|nvmlDeviceRegisterEvents', [INVALID], 'no event set'),
    (r'nvmlSystemEventSetFree|nvmlSystemRegisterEvents|nvmlSystemEventSetWait', [INVALID], 'no event set'),
    (r'nvmlEventSetWait_v2|nvmlSystemEventSetWait', ['NVML_ERROR_TIMEOUT'], 'nothing happens'),
    (r'nvmlVgpuType\w+', [INVALID], 'no such type of vGPU on this machine'),
    (r'nvmlVgpuInstance\w+', [NOT_FOUND, INVALID], 'no vGPU runs'),
    (r'nvmlVgpuInstanceGetAccountingPids', [SIZE], 'without a list the most is told, of any vGPU: recorded so where none runs'),
    (r'nvmlGpm(Mig)?SampleGet|nvmlGpmSampleFree', [INVALID], 'no sample'),
    (r'nvmlDeviceGetAccountingStats(_v2)?', [NOT_FOUND], 'the process is not in the record'),
    (r'nvmlDeviceGetProcess(es)?Utilization(Info)?', [NOT_FOUND], 'no process has used the GPU'),
    (r'nvmlSystemGetProcessName', [NOT_FOUND], 'the process of another machine'),
    (r'nvmlDeviceGetHandleBySerial', [NOT_FOUND], 'the board has no serial number'),
    (r'nvmlDeviceGetSamples', [INVALID, NOT_FOUND], 'module power has no samples in any recorded library; no sample yet'),
    (r'nvmlDeviceSetVgpu(Capabilities|SchedulerState(_v2)?)', [INVALID], 'no such ability, and no policy'),
    (r'nvmlSetVgpuVersion', [INVALID, 'NVML_ERROR_IN_USE'], 'no range of versions, and vGPUs run'),
    (r'nvmlDeviceGetVgpu\w*Utilization\w*', [NOT_FOUND], 'no vGPU has used the GPU'),
    (r'nvmlSystemSetConfComputeKeyRotationThresholdInfo', [INVALID], 'outside of the bounds of the driver'),
    (r'nvmlDeviceGetGpuInstanceById', [NOT_FOUND], 'no instance has this number'),
    (r'nvmlDeviceCreateGpuInstanceWithPlacement', [INVALID], 'a place without slices'),
    (r'nvmlDeviceReadWritePRM_v1', [INVALID], 'a request without data'),
    (r'nvmlDeviceRemoveGpu(_v2)?', ['NVML_ERROR_IN_USE'], 'this program itself uses the GPU'),
    (r'nvmlDeviceSetCpuAffinity', ['NVML_ERROR_UNKNOWN'], 'CPUs that only the simulated machine has'),
    # A wrapper passes a list of no length, not NULL, where it was told that nothing is near.
    (r'nvmlDeviceGetTopologyNearestGpus', [INVALID], 'nothing is near'),
    # Lists are asked for with no room first.
    (r'nvmlDeviceGet(Compute|Graphics|MPSCompute)RunningProcesses(_v\d)?|nvmlDeviceGetProcessUtilization'
     r'|nvmlDeviceGetPgpuMetadataString|nvmlDeviceGetRetiredPages(_v2)?|nvmlDeviceGetRunningProcessDetailList|nvmlDeviceGetAccountingPids|nvmlDeviceGetSupported(Memory|Graphics)Clocks'
     r'|nvmlDeviceGetVgpu\w*Utilization\w*|nvmlDeviceGetProcessesUtilizationInfo|nvmlDeviceGet(Encoder|FBC)Sessions'
     r'|nvmlDeviceGet(Supported|Creatable|Active)Vgpus|nvmlSystemGetHicVersion', [SIZE], 'the number is asked for first'),
]
# Fields of later releases than this interface.
NEWER_FIELDS = range(303, 308)


# Beside those, where the GPU is parted.
WITH_MIG = [
    (r'nvmlDeviceCreateGpuInstance\w*', [INVALID, 'NVML_ERROR_INSUFFICIENT_RESOURCES'], 'the GPU is parted already'),
    (r'nvmlDeviceSetMigMode', ['NVML_ERROR_IN_USE'], 'instances exist'),
    (r'nvmlGpuInstance\w+|nvmlComputeInstance\w+', [NOT_FOUND, 'NVML_ERROR_INSUFFICIENT_RESOURCES', 'NVML_ERROR_IN_USE'],
     'the instance is parted already, and instances are at work'),
]
# Beside those, for the handle of a MIG device.
OF_MIG_DEVICE = (r'nvml(Device|System|Gpm|Vgpu)\w+', [INVALID, NOT_FOUND], 'many questions are for the whole GPU')


def expected(symbol, rows):
    return {code for pattern, codes, _reason in rows if re.fullmatch(pattern, symbol) for code in codes}


def made(name):
    """A structure of this class with its version filled in."""
    value = getattr(P, name)()
    fields = dict(value._fields_)
    number = re.search(r'_v(\d)_t$', name)
    if 'engineId' in fields:
        value.engineId = P.NVML_VGPU_SCHEDULER_ENGINE_TYPE_GRAPHICS
    if name == 'c_nvmlGpmMetricsGet_t':
        value.version = P.NVML_GPM_METRICS_GET_VERSION
    elif 'version' in fields and not value.version:
        value.version = ctypes.sizeof(value) | int(number[1] if number else 1) << 24
    return value


def made_by(function, kind):
    """What the function makes, or nothing of that kind."""
    try:
        return function()
    except P.NVMLError:
        return kind()


def is_parted(gpu):
    try:
        return P.nvmlDeviceGetMigMode(gpu)[0] == P.NVML_DEVICE_MIG_ENABLE
    except P.NVMLError:
        return False


def first_of(function, gpu, otherwise):
    try:
        found = function(gpu)
    except P.NVMLError:
        return otherwise
    return found[0] if found else otherwise


class Objects:
    """What functions are about: one GPU, or one of its MIG devices, and its neighbours."""

    def __init__(self, index, mig_index=None):
        self.gpu = P.nvmlDeviceGetHandleByIndex(index)
        self.pci = P.nvmlDeviceGetPciInfo(self.gpu)
        self.gpu_instance, self.compute_instance = P.c_nvmlGpuInstance_t(), P.c_nvmlComputeInstance_t()
        if mig_index is not None:
            parent, self.gpu = self.gpu, P.nvmlDeviceGetMigDeviceHandleByIndex(self.gpu, mig_index)
            self.gpu_instance = P.nvmlDeviceGetGpuInstanceById(parent, P.nvmlDeviceGetGpuInstanceId(self.gpu))
            self.compute_instance = P.nvmlGpuInstanceGetComputeInstanceById(
                self.gpu_instance, P.nvmlDeviceGetComputeInstanceId(self.gpu))
        self.other = P.nvmlDeviceGetHandleByIndex(P.nvmlDeviceGetCount() - 1)
        self.event_set = made_by(P.nvmlEventSetCreate, P.c_nvmlEventSet_t)
        self.vgpu_type = first_of(P.nvmlDeviceGetSupportedVgpus, self.gpu, 1)
        self.vgpu = first_of(P.nvmlDeviceGetActiveVgpus, self.gpu, 1)
        self.sample = made_by(P.nvmlGpmSampleAlloc, P.c_nvmlGpmSample_t)

    def text_of(self, function):
        try:
            return function(self.gpu)
        except P.NVMLError:
            return 'none'

    def by_parameter(self):
        none = {
            'gpuInstance': self.gpu_instance, 'computeInstance': self.compute_instance, 'unit': P.c_nvmlUnit_t(),
            'eventSet': self.event_set, 'setHandle': P.c_nvmlSystemEventSet_t(), 'gpmSample': self.sample,
        }
        return none | {
            'handle': self.gpu, 'device': self.gpu, 'device1': self.gpu, 'handle1': self.gpu, 'migDevice': self.gpu,
            'vgpuTypeId': self.vgpu_type, 'vgpuInstance': self.vgpu, 'device2': self.other, 'handle2': self.other, 'pciInfo': self.pci, 'pciBusId': self.pci.busId,
            'serial': self.text_of(P.nvmlDeviceGetSerial), 'uuid': self.text_of(P.nvmlDeviceGetUUID),
        }


def counters():
    one = (P.c_nvmlPRMCounter_v1_t * 1)()
    one[0].counterId = P.NVML_PRM_COUNTER_ID_PPCNT_PHYSICAL_LAYER_CTRS_LINK_DOWN_EVENTS
    return P.c_nvmlPRMCounterList_v1_t(1, one)


def version_of(name):
    """The version that a function with a version parameter asks for."""
    if name == 'nvmlDeviceGetRunningProcessDetailList':
        return P.nvmlProcessDetailList_v1
    return getattr(P, {'nvmlSystemRegisterEvents': 'nvmlSystemRegisterEventRequest_v1'}.get(name, f'{name}Request_v1'))


@functools.cache
def takes_reference(function, parameter):
    return not re.search(rf'(byref|pointer)\({parameter}\)', inspect.getsource(function))


def passed(function, parameter, value):
    """As the wrapper wants it: some take the reference, some make it."""
    return ctypes.byref(value) if takes_reference(function, parameter) else value


def choices(name, function, parameter, objects):
    """The values that one parameter goes through."""
    key = (name, parameter)
    given = SPECIAL.get(key, STRUCTS.get(key))
    if given is None and parameter in (owned := objects.by_parameter()):
        value = owned[parameter]
        return [value.encode() if isinstance(value, str) else value]
    if key == ('nvmlDeviceReadPRMCounters_v1', 'c_info'):
        return [counters()]
    if parameter == 'version' and given is None:
        return [version_of(name)]
    if parameter == 'c_ccMemSize':
        return [ctypes.c_ulonglong(0)]
    if parameter in ('placementsRef', 'gpuInstancesRef', 'computeInstancesRef'):
        return [ctypes.byref((ctypes.c_ulonglong * 64)())]
    if parameter == 'countRef':
        return [ctypes.byref(ctypes.c_uint(32))]
    if parameter == 'eventData':
        return [(P.c_nvmlSystemEventData_v1_t * 1)()]
    given = given or STRUCTS.get(parameter) or PLAIN.get(parameter)
    if given is None:
        raise LookupError(f'no argument is known for {parameter} of {name}')
    if isinstance(given, str):
        return [passed(function, parameter, made(given))]
    return list(given)


def sets(name, function, objects):
    """Every combination of the arguments of a function; optional ones only where SPECIAL names them."""
    lists = [choices(name, function, parameter.name, objects)
             for parameter in inspect.signature(function).parameters.values()
             if parameter.default is inspect.Parameter.empty or (name, parameter.name) in SPECIAL]
    return itertools.product(*lists)
