# SPDX-License-Identifier: MIT
"""nvsim import as a command: where it writes, what it refuses, and that programs run on it.

Usage: command.py NVSIM NVSMI
"""
import os
import subprocess
import sys
import tempfile

nvsim, nvsmi = map(os.path.abspath, sys.argv[1:3])
RECORDING = """<nvidia_smi_log>
<driver_version>550.90.07</driver_version>
<gpu id="00000000:1B:00.0"><product_name>NVIDIA H100 80GB HBM3</product_name>
<uuid>GPU-27b94a00-ed54-5c24-b1fd-1054085de32a</uuid>
<pci><pci_base_class>3</pci_base_class><pci_sub_class>0</pci_sub_class><pci_device_id>233010DE</pci_device_id><pci_sub_system_id>16C110DE</pci_sub_system_id></pci>
<fb_memory_usage><total>81559 MiB</total></fb_memory_usage><fan_speed>30 %</fan_speed>
<processes><process_info><pid>41</pid><type>C</type><process_name>one</process_name><used_memory>2 MiB</used_memory></process_info>
<process_info><pid>42</pid><type>G</type><process_name>two : 2</process_name><used_memory>3 MiB</used_memory></process_info></processes></gpu>
</nvidia_smi_log>
"""
# The same as text: an unknown line, a label that 550 has and one that only 535 has.
AS_TEXT = """
==============NVSMI LOG==============

Driver Version                            : 550.90.07
Attached GPUs                             : 1
GPU 00000000:1B:00.0
    Product Name                          : NVIDIA H100 80GB HBM3
    Nobody Knows                          : 1
        Its Part                          : 2
    GPU UUID                              : GPU-27b94a00-ed54-5c24-b1fd-1054085de32a
    PCI
        Base Classcode                    : 0x3
        Sub Classcode                     : 0x0
        Device Id                         : 0x233010DE
        Sub System Id                     : 0x16C110DE
    FB Memory Usage
        Total                             : 81559 MiB
    Fan Speed                             : 30 %
    Clocks Throttle Reasons
        Idle                              : Active
    Processes
        GPU instance ID                   : N/A
        Compute instance ID               : N/A
        Process ID                        : 41
            Type                          : C
            Name                          : one
            Used GPU Memory               : 2 MiB
        GPU instance ID                   : N/A
        Compute instance ID               : N/A
        Process ID                        : 42
            Type                          : G
            Name                          : two : 2
            Used GPU Memory               : 3 MiB
"""
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        sys.exit(f'FAILED: {what}')


def run(*args, given=None):
    return subprocess.run([nvsim, 'import', *args], input=given, capture_output=True, text=True)


def read(name):
    with open(name) as file:
        return file.read()


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open('one.xml', 'w') as file:
        file.write(RECORDING)

    first = run('one.xml')
    check(first.returncode == 0 and 'name: "recorded-one"' in first.stdout, first)
    check('line 6: fan_speed 30 %' in first.stderr and 'the recording does not tell' in first.stderr, first.stderr)
    check('#   line 6: fan_speed 30 %' in first.stdout, 'notes are in the head too')
    check(run('-', given=RECORDING).returncode == 0, 'standard input')
    check(run('-q', 'one.xml').stderr == '', '--quiet')

    with open('one.txt', 'w') as file:
        file.write(AS_TEXT)
    as_text = run('one.txt')
    values = [[line.partition('#')[0].rstrip() for line in output.splitlines() if 'one.' not in line and 'nvidia-smi -q' not in line]
              for output in (first.stdout, as_text.stdout)]
    check(values[0] == values[1] and 'pid: 42' in first.stdout and 'display: true' in first.stdout, f'text says what XML says: {values}')
    check('line 18: fan_speed 30 %' in as_text.stderr, as_text.stderr)
    with open('one.txt', 'w') as file:
        file.write(AS_TEXT.replace('GPU 00000000:', 'gpu '))
    check('found no gpu' in run('one.txt').stderr, 'a report without a GPU')
    os.unlink('one.txt')

    check(run('-o', 'one.yaml', 'one.xml').returncode == 0, '-o')
    check(read('one.yaml') == first.stdout, 'the same in a file')
    check(os.stat('one.yaml').st_mode & 0o777 == 0o644, 'a file that others may read')
    again = run('-o', 'one.yaml', '--scrub', 'one.xml')
    check(again.returncode == 2 and '--force' in again.stderr, again)
    check(read('one.yaml') == first.stdout, 'the file that was there')
    check(run('-o', 'one.yaml', '--scrub', '--force', 'one.xml').returncode == 0, '--force')
    check('27b94a00' in first.stdout and '27b94a00' not in read('one.yaml'), '--scrub')
    check(run('-d', '570.124.06', 'one.xml').stdout.count('driver: "570.124.06"') == 1, '--driver')

    for args, status, words in [
            ([], 2, 'one recording'),
            (['one.xml', 'one.xml'], 2, 'one recording'),
            (['none.xml'], 2, 'none.xml'),
            (['--nonsense', 'one.xml'], 2, 'nonsense'),
            (['-d', '470.1', 'one.xml'], 1, '515'),
            (['-o', 'no/folder.yaml', 'one.xml'], 1, 'no/folder.yaml'),
            (['one.yaml'], 1, 'one.yaml:1:')]:
        refused = run(*args)
        check(refused.returncode == status and words in refused.stderr and not refused.stdout, (args, refused))
    check(run('-o', 'bad.yaml', 'one.yaml').returncode == 1, 'no recording')
    check(sorted(os.listdir()) == ['one.xml', 'one.yaml'], f'nothing else is left: {os.listdir()}')

    seen = subprocess.run([nvsim, 'run', '-m', './one.yaml', '--', nvsmi, '-L'], capture_output=True, text=True)
    if seen.returncode != 3:
        check(seen.stdout.startswith('GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-'), seen)
print(f'{checks} checks')
