namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Breaks off the reading of an upload that is over its limit; <see cref="Upload"/> turns it into an error.</summary>
internal sealed class UploadTooLargeException() : IOException("The upload is over its limit.");
