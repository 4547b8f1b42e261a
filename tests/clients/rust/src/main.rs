// SPDX-License-Identifier: MIT

//! Prints name, memory and UUID of every GPU through nvml-wrapper.
use nvml_wrapper::{error::NvmlError, Nvml};

fn main() -> Result<(), NvmlError> {
    let nvml = Nvml::init()?;
    for index in 0..nvml.device_count()? {
        let device = nvml.device_by_index(index)?;
        let memory = device.memory_info()?.total >> 20;
        println!("{}, {}, {}, {}", index, device.name()?, memory, device.uuid()?);
    }
    Ok(())
}
