using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>How a form goes out.</summary>
internal sealed partial class Upload
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();
    private bool _vendorFailed;

    /// <summary>Fields that came after a file that went alone.</summary>
    public List<string> LateFields { get; } = [];

    /// <summary>The form for a vendor that takes forms, with the vendor's name of the model.</summary>
    public StreamedBody ToForm(string upstreamModel)
    {
        var boundary = "switchboard" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new StreamedBody
        {
            ContentType = "multipart/form-data; boundary=" + boundary,
            Length = _streaming is null ? LengthOf(boundary, upstreamModel) : null,
            WriteToAsync = (write, cancel) => SendAsync(() => WriteFormAsync(boundary, upstreamModel, Marked(write), cancel), cancel),
        };
    }

    /// <summary>The file alone, for a vendor that takes nothing else.</summary>
    public StreamedBody ToFile()
    {
        var (part, _, spooled) = _parts.Find(static p => p.File is not null);
        return new StreamedBody
        {
            ContentType = (_streaming?.Part ?? part)?.ContentType ?? "application/octet-stream",
            Length = _streaming is null ? spooled?.Length : null,
            WriteToAsync = (write, cancel) => SendAsync(() => WriteFileAsync(spooled, Marked(write), cancel), cancel),
        };
    }

    /// <summary>Runs the sending; where the caller's side fails, the request to the vendor is broken off and the fault kept.</summary>
    private async Task SendAsync(Func<Task> send, CancellationToken cancel)
    {
        HasLeft = true;
        var broken = await GuardAsync(send);
        Fault ??= broken;
        if (Fault is not null && !cancel.IsCancellationRequested)
        {
            throw new IOException("The caller's form broke off.");
        }
    }

    /// <summary>Remembers where it was the vendor's side that failed: the same exceptions come from both.</summary>
    private StreamedBody.PartWriter Marked(StreamedBody.PartWriter write) => async (part, cancel) =>
    {
        try
        {
            await write(part, cancel);
        }
        catch
        {
            _vendorFailed = true;
            throw;
        }
    };

    private async Task WriteFormAsync(string boundary, string upstreamModel, StreamedBody.PartWriter write, CancellationToken cancel)
    {
        foreach (var (part, text, file) in _parts)
        {
            await write(part.Head(boundary), cancel);
            await (file is null ? write(TextOf(part, text!, upstreamModel), cancel).AsTask() : CopyAsync(file.Read(), write, counts: false, cancel));
            await write(LineEnd, cancel);
        }

        while (Fault is null && (_streaming ?? await NextAsync(cancel)) is var (part, content))
        {
            _streaming = null;
            if (part.IsFile)
            {
                await write(part.Head(boundary), cancel);
                await CopyAsync(content, write, counts: true, cancel);
                await write(LineEnd, cancel);
                continue;
            }

            var known = _parts.Count;
            await TakeFieldAsync(part, content, cancel);
            if (Fault is null)
            {
                await write(part.Head(boundary), cancel);
                await write(TextOf(part, _parts[known].Text!, upstreamModel), cancel);
                await write(LineEnd, cancel);
            }
        }

        // A form without its last line is no form: a vendor cannot act on what was found faulty.
        if (Fault is null)
        {
            await write(End(boundary), cancel);
        }
    }

    private async Task WriteFileAsync(SpooledFile? spooled, StreamedBody.PartWriter write, CancellationToken cancel)
    {
        await CopyAsync(_streaming?.Content ?? spooled!.Read(), write, counts: _streaming is not null, cancel);
        if (_streaming is null)
        {
            return;
        }

        // What follows the file can change nothing any more, but is looked at all the same: the caller learns what was left out.
        _streaming = null;
        while (Fault is null && await NextAsync(cancel) is var (part, content))
        {
            await (part.IsFile ? DrainAsync(content, cancel) : TakeFieldAsync(part, content, cancel));
            LateFields.Add(part.Name);
        }
    }

    private async Task CopyAsync(Stream from, StreamedBody.PartWriter write, bool counts, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReadAsync(buffer.AsMemory(0, BufferSize), cancel) is var read and > 0)
            {
                FileBytes += counts ? read : 0;
                await write(buffer.AsMemory(0, read), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task DrainAsync(Stream content, CancellationToken cancel) => await content.CopyToAsync(Stream.Null, cancel);

    private long LengthOf(string boundary, string upstreamModel) =>
        _parts.Sum(p => p.Part.Head(boundary).Length + (p.File?.Length ?? TextOf(p.Part, p.Text!, upstreamModel).Length) + LineEnd.Length) + End(boundary).Length;

    private static ReadOnlyMemory<byte> TextOf(FormPart part, byte[] text, string upstreamModel) =>
        part.Name == "model" && upstreamModel.Length > 0 ? Encoding.UTF8.GetBytes(upstreamModel) : text;

    private static byte[] End(string boundary) => Encoding.ASCII.GetBytes($"--{boundary}--\r\n");
}
