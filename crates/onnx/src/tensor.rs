//! A block of numbers with a shape: what goes into a model and what comes out. Clones share the block, so an output is fed back
//! as an input without copying it.
//!
//! What a caller makes stays plain numbers until it runs, because ONNX Runtime's library may not be loaded before.

use std::sync::Arc;

use ort::session::SessionInputValue;
use ort::value::{DynValue, PrimitiveTensorElementType, TensorRef};

use crate::{Error, Result};

#[derive(Clone, Debug)]
pub struct Tensor(Arc<Inner>);

#[derive(Debug)]
enum Inner {
    Floats(Vec<i64>, Vec<f32>),
    Longs(Vec<i64>, Vec<i64>),
    Ints(Vec<i64>, Vec<i32>),
    /// An output, in the library's own memory.
    Output(DynValue),
}

impl Tensor {
    /// # Errors
    /// `Shape` when `data` does not have as many numbers as `shape` says.
    pub fn f32(shape: &[usize], data: Vec<f32>) -> Result<Tensor> {
        Ok(Tensor(Arc::new(Inner::Floats(checked(shape, data.len())?, data))))
    }

    /// # Errors
    /// As `f32`.
    pub fn i64(shape: &[usize], data: Vec<i64>) -> Result<Tensor> {
        Ok(Tensor(Arc::new(Inner::Longs(checked(shape, data.len())?, data))))
    }

    /// # Errors
    /// As `f32`.
    pub fn i32(shape: &[usize], data: Vec<i32>) -> Result<Tensor> {
        Ok(Tensor(Arc::new(Inner::Ints(checked(shape, data.len())?, data))))
    }

    /// The shape and the numbers, row by row.
    ///
    /// # Errors
    /// `Kind` when it does not hold 32-bit floats.
    pub fn floats(&self) -> Result<(&[i64], &[f32])> {
        match &*self.0 {
            Inner::Floats(shape, data) => Ok((shape, data)),
            Inner::Output(value) => extracted(value),
            _ => Err(Error::Kind),
        }
    }

    /// As `floats`, for 64-bit integers.
    ///
    /// # Errors
    /// `Kind` when it holds something else.
    pub fn ints(&self) -> Result<(&[i64], &[i64])> {
        match &*self.0 {
            Inner::Longs(shape, data) => Ok((shape, data)),
            Inner::Output(value) => extracted(value),
            _ => Err(Error::Kind),
        }
    }

    pub(crate) fn output(value: DynValue) -> Tensor {
        Tensor(Arc::new(Inner::Output(value)))
    }

    /// As an input, without copying. The library must be loaded.
    pub(crate) fn input(&self) -> Result<SessionInputValue<'_>> {
        match &*self.0 {
            Inner::Floats(shape, data) => view(shape, data),
            Inner::Longs(shape, data) => view(shape, data),
            Inner::Ints(shape, data) => view(shape, data),
            Inner::Output(value) => Ok(value.into()),
        }
    }
}

fn view<'t, T>(shape: &'t [i64], data: &'t [T]) -> Result<SessionInputValue<'t>>
where
    T: PrimitiveTensorElementType + std::fmt::Debug + Clone + 'static,
{
    Ok(TensorRef::from_array_view((shape.to_vec(), data)).map_err(Error::Tensor)?.into())
}

fn extracted<T: PrimitiveTensorElementType>(value: &DynValue) -> Result<(&[i64], &[T])> {
    let (shape, data) = value.try_extract_tensor::<T>().map_err(Error::Tensor)?;
    Ok((shape, data))
}

fn checked(shape: &[usize], found: usize) -> Result<Vec<i64>> {
    let wanted = shape.iter().product();
    if wanted == found { Ok(shape.iter().map(|&extent| extent as i64).collect()) } else { Err(Error::Shape { wanted, found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tensor_is_made_and_read_without_the_library() {
        let tensor = Tensor::f32(&[2, 1], vec![1.0, 2.0]).expect("it fits");
        assert_eq!(tensor.floats().expect("floats"), (&[2, 1][..], &[1.0, 2.0][..]));
        assert!(matches!(tensor.ints(), Err(Error::Kind)));
    }

    #[test]
    fn a_shape_that_does_not_fit_is_told() {
        let told = Tensor::i64(&[2, 2], vec![1]).map(drop).map_err(|error| error.to_string());
        assert_eq!(told, Err("a shape of 4 numbers was given 1".to_owned()));
    }
}
