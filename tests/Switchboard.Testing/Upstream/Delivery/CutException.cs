namespace Switchboard.Testing.Upstream.Delivery;

/// <summary>
/// Leaves the request handler on purpose: the server then sends what it was given and closes the connection without the body's end,
/// whereas aborting could discard bytes that were written but not sent.
/// </summary>
internal sealed class CutException : Exception;
