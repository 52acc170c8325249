using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Switchboard.Gateway.Audit;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// A form with a file on its way through. Its text fields are read until the file comes; the file then goes on as it comes in, never whole
/// in memory. Where the file comes before the model's name, it waits in a temporary file. The vendor gets a form that is framed anew, so
/// that it cannot read the caller's framing in another way than this gateway.
/// </summary>
internal sealed partial class Upload : IAsyncDisposable
{
    private const int BufferSize = 64 << 10;
    private const int LargestField = 256 << 10;
    private const int LargestFields = 1 << 20;
    private const int MostParts = 128;

    private readonly MultipartReader _reader;
    private readonly MeteredStream _stream;
    private readonly long _limit;
    private readonly List<(FormPart Part, byte[]? Text, SpooledFile? File)> _parts = [];
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private (FormPart Part, Stream Content)? _streaming;

    private Upload(Stream body, string boundary, long? declared, long limit)
    {
        (_limit, MostBytes) = (limit, Math.Min(declared ?? limit, limit));
        _stream = new MeteredStream(body, limit, Commitment);
        _reader = new MultipartReader(boundary, _stream, BufferSize) { HeadersCountLimit = 16, HeadersLengthLimit = 8 << 10 };
    }

    public ContentCommitment Commitment { get; } = new();

    /// <summary>Text fields in their order, as far as they have come.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>Bytes of the text fields so far.</summary>
    public long FieldBytes { get; private set; }

    /// <summary>Bytes of files that have come so far.</summary>
    public long FileBytes { get; private set; }

    /// <summary>Bytes of the whole form that have come so far.</summary>
    public long Received => _stream.Received;

    /// <summary>The most bytes that the form can have: those that the caller declared, else the limit.</summary>
    public long MostBytes { get; }

    /// <summary>Whether a file has come, or is coming.</summary>
    public bool HasFile => _streaming is not null || _parts.Exists(static p => p.Part.IsFile);

    /// <summary>Whether bytes have left, so that the form cannot be sent a second time.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>What is wrong with the form, where that shows only while it goes out.</summary>
    public ExchangeError? Fault { get; private set; }

    /// <summary>Opens a form and reads it up to its file.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes that are taken.</param>
    /// <param name="needsModel">Whether the file must wait for the model's name.</param>
    /// <param name="cancel">The caller has left.</param>
    public static async ValueTask<(Upload? Upload, ExchangeError? Error)> OpenAsync(HttpRequest request, long limit, bool needsModel, CancellationToken cancel)
    {
        if (Boundary(request.ContentType) is not { } boundary)
        {
            return (null, new ExchangeError(ErrorKind.UnsupportedMediaType, $"The body's media type is '{request.ContentType ?? "none"}'. Send a form with the header 'Content-Type: multipart/form-data; boundary=…'; HTTP clients set it by themselves."));
        }

        if (request.ContentLength > limit)
        {
            return (null, TooLarge(limit));
        }

        var upload = new Upload(request.Body, boundary, request.ContentLength, limit);
        var error = await upload.GuardAsync(() => upload.ReadHeadAsync(needsModel, cancel));
        return (upload, error ?? upload.Fault);
    }

    /// <summary>The last text field of this name, or null.</summary>
    public string? Field(string name) => _fields.FindLast(f => f.Key == name).Value;

    public async ValueTask DisposeAsync()
    {
        Commitment.Dispose();
        foreach (var (_, _, file) in _parts)
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    private async Task ReadHeadAsync(bool needsModel, CancellationToken cancel)
    {
        while (Fault is null && await NextAsync(cancel) is var (part, content))
        {
            if (!part.IsFile)
            {
                await TakeFieldAsync(part, content, cancel);
            }
            else if (!needsModel || Field("model") is not null)
            {
                _streaming = (part, content);
                return;
            }
            else
            {
                var file = new SpooledFile();
                _parts.Add((part, null, file));
                await file.FillAsync(content, cancel);
                FileBytes += file.Length;
            }
        }
    }

    private async ValueTask<(FormPart Part, Stream Content)?> NextAsync(CancellationToken cancel)
    {
        if (await _reader.ReadNextSectionAsync(cancel) is not { } section)
        {
            return null;
        }

        if (FormPart.Read(section.ContentDisposition, section.ContentType) is not { } part || _parts.Count >= MostParts)
        {
            Fault = Invalid(_parts.Count >= MostParts ? $"The form has more than {MostParts} parts. Send fewer." : "A part of the form has no header 'Content-Disposition: form-data; name=…' of plain characters. Let an HTTP client build the form.", null);
            return null;
        }

        return (part, section.Body);
    }

    /// <summary>A field that stands twice could be read in two ways; names of lists (<c>include[]</c>) may.</summary>
    private async Task TakeFieldAsync(FormPart part, Stream content, CancellationToken cancel)
    {
        var text = new MemoryStream();
        var buffer = new byte[4 << 10];
        while (await content.ReadAsync(buffer, cancel) is var read and > 0)
        {
            await text.WriteAsync(buffer.AsMemory(0, read), cancel);
            if (text.Length > LargestField || (FieldBytes += read) > LargestFields)
            {
                Fault = Invalid($"The form's field '{part.Name}' is larger than a text field may be. Send large things as files.", part.Name);
                return;
            }
        }

        if (!part.Name.EndsWith("[]", StringComparison.Ordinal) && _fields.Exists(f => f.Key.Equals(part.Name, StringComparison.OrdinalIgnoreCase)))
        {
            Fault = Invalid($"The form's field '{part.Name}' stands twice. Send each field once.", part.Name);
            return;
        }

        if (IsMisspelled(part.Name))
        {
            Fault = Invalid($"The form's field '{part.Name}' is spelled in a way that some servers would read differently. Spell it '{part.Name.ToLowerInvariant()}'.", part.Name);
            return;
        }

        var bytes = text.ToArray();
        _parts.Add((part, bytes, null));
        _fields.Add(new(part.Name, Encoding.UTF8.GetString(bytes)));
    }

    private static bool IsMisspelled(string name) =>
        !name.Equals("model", StringComparison.Ordinal) && name.Equals("model", StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs a piece of reading; what the caller's side does to it is a value.</summary>
    private async ValueTask<ExchangeError?> GuardAsync(Func<Task> read)
    {
        try
        {
            await read();
            return null;
        }
        catch (UploadTooLargeException) when (!_vendorFailed)
        {
            return TooLarge(_limit);
        }
        catch (Exception e) when (!_vendorFailed && e is (InvalidDataException or IOException or ConnectionResetException))
        {
            return Invalid("The form could not be read to its end: it breaks off, or its framing is no multipart/form-data. Send it again.", null);
        }
    }

    private static string? Boundary(string? contentType)
    {
        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var boundary = Microsoft.Net.Http.Headers.HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= 200 } ? boundary : null;
    }

    private static ExchangeError TooLarge(long limit) =>
        new(ErrorKind.TooLarge, $"The upload is over the limit of {limit} bytes. Send less, or ask the administrator to raise server.upload_limit.") { Code = "request_too_large" };

    private static ExchangeError Invalid(string message, string? param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
